//! The whole state: out as a file, in from one, and back to the start.

use http::header;
use maud::html;

use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts;
use crate::console::visit::Visit;
use crate::handler::Response;

const OUT: Text = Text::new("导出", "Out");
const OUT_HINT: Text = Text::new(
    "将全部状态（用户、应用、密钥、收件箱和时钟）保存为一个文件，与 --data 的文件格式相同。文件包含密钥。",
    "All state in one file: users, applications, keys, inbox and clock, in the form that --data reads. It holds \
     the secrets.",
);
const DOWNLOAD: Text = Text::new("下载快照", "Download a snapshot");
const SEED: Text = Text::new("下载种子文件", "Download a seed");
const SEED_HINT: Text = Text::new(
    "种子文件是可以手写和修改的 YAML，启动时用 --seed 载入。",
    "A seed is YAML that people write and change; --seed starts with it.",
);
const IN: Text = Text::new("导入", "In");
const IN_HINT: Text = Text::new(
    "用快照替换当前的全部状态。快照中的密码加密密钥不会导入，客户端无需更换公钥。",
    "A snapshot takes the place of all state. Its key for encrypting passwords is left out, so clients go on \
     with the one they have.",
);
const FILE: Text = Text::new("快照文件", "Snapshot");
const UPLOAD: Text = Text::new("导入快照", "Take it in");
const NO_FILE: Text = Text::new("请选择快照文件。", "Choose a snapshot.");
const RESET: Text = Text::new("重置", "Reset");
const RESET_HINT: Text = Text::new(
    "回到启动时的状态：用户、验证码、请求记录与故障全部清空，时钟恢复为系统时间。",
    "Back to the state at the start: no users, messages, requests or faults, and the system's time.",
);
const RESET_IT: Text = Text::new("重置模拟器", "Reset the emulator");
const CANNOT: Text = Text::new("快照无法写出。", "The snapshot cannot be written.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/data",
    title: Text::new("快照与重置", "Snapshot and reset"),
    place: Place::In(Group::Tools),
    show,
    actions: &[
        Action { name: "download", run: download, done: DOWNLOAD },
        #[cfg(feature = "seed")]
        Action { name: "seed", run: seed, done: SEED },
        Action {
            name: "upload",
            run: upload,
            done: Text::new("快照已导入。", "The snapshot is in place."),
        },
        Action { name: "reset", run: reset, done: Text::new("已重置。", "Back at the start.") },
    ],
};

fn show(visit: &Visit<'_>) -> Shown {
    let content = html! {
        div.halves {
            section.sheet {
                h2 { (visit.say(OUT)) }
                p { (visit.say(OUT_HINT)) }
                form method="post" {
                    div.buttons {
                        (parts::submit(visit, "download", DOWNLOAD))
                        @if cfg!(feature = "seed") { button name="action" value="seed" { (visit.say(SEED)) } }
                    }
                }
                @if cfg!(feature = "seed") { p.hint { (visit.say(SEED_HINT)) } }
            }
            section.sheet {
                h2 { (visit.say(IN)) }
                p { (visit.say(IN_HINT)) }
                form method="post" enctype="multipart/form-data" action={ (PAGE.path) "?action=upload" } {
                    div.field {
                        label for="file" { (visit.say(FILE)) }
                        input id="file" name="file" type="file" accept="application/json,.json" required;
                    }
                    button { (visit.say(UPLOAD)) }
                }
            }
        }
        section.sheet {
            h2 { (visit.say(RESET)) }
            (parts::careful(visit, "reset", RESET_IT, RESET_HINT))
        }
    };
    Ok(Sheet::new(content))
}

/// By a form that is posted: the file holds every secret, and no other page may make a browser keep it.
fn download(visit: &Visit<'_>) -> Result<Next, Stop> {
    let file = visit.engine.snapshot().map_err(|_| Stop::Wrong(CANNOT))?;
    let response = Response::bytes(file, "application/json; charset=utf-8")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"authing-emulator.json\"")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    Ok(Next::Response(response))
}

#[cfg(feature = "seed")]
fn seed(visit: &Visit<'_>) -> Result<Next, Stop> {
    let text = visit.engine.export_seed().map_err(|error| Stop::WrongText(error.to_string()))?;
    let response = Response::text(text, "application/yaml; charset=utf-8")
        .header(header::CONTENT_DISPOSITION, "attachment; filename=\"seed.yaml\"")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    Ok(Next::Response(response))
}

fn upload(visit: &Visit<'_>) -> Result<Next, Stop> {
    let file = visit.file("file").filter(|file| !file.is_empty()).ok_or(Stop::Wrong(NO_FILE))?;
    visit.engine.take_in(&file).map_err(Stop::WrongText)?;
    Ok(Next::Back)
}

fn reset(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.engine.reset();
    Ok(Next::Back)
}
