//! The pages. A real application would use a template engine, which escapes for it.

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:10vh 1rem}\
    main{max-width:40rem;margin:auto}th{text-align:left;padding-right:2rem}form{display:inline}";

/// What a visitor sees who is not logged in.
pub fn welcome() -> String {
    page("Welcome", "<h1>Hello, stranger</h1>\n<p><a href=\"/login\">Log in with Authing</a></p>")
}

/// What a visitor sees who is logged in: what the application knows about them, and the actions
/// that it offers, each a label and the address that its form posts to.
pub fn profile(name: &str, facts: &[(&str, &str)], actions: &[(&str, &str)]) -> String {
    let rows: String = facts
        .iter()
        .map(|(name, value)| {
            format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(name), escape(value))
        })
        .collect();
    let forms: String = actions
        .iter()
        .map(|(label, address)| {
            format!(
                "<form method=\"post\" action=\"{}\"><button>{}</button></form>\n",
                escape(address),
                escape(label)
            )
        })
        .collect();
    page("Profile", &format!("<h1>Hello, {}</h1>\n<table>\n{rows}</table>\n{forms}", escape(name)))
}

/// What a visitor sees when something failed.
pub fn failure(reason: &str) -> String {
    page(
        "Error",
        &format!(
            "<h1>That did not work</h1>\n<p role=\"alert\">{}</p>\n<p><a href=\"/\">Back</a></p>",
            escape(reason)
        ),
    )
}

fn page(title: &str, main: &str) -> String {
    format!(
        "<!DOCTYPE html>\n\
         <html lang=\"en\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n\
         <style>{STYLE}</style>\n\
         </head>\n\
         <body>\n\
         <main>\n{main}\n</main>\n\
         </body>\n\
         </html>\n"
    )
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_visitor_is_called_is_no_markup() {
        let page = profile("<b>&\"", &[("user", "<script>")], &[("Log out", "/logout")]);
        assert!(page.contains("Hello, &lt;b&gt;&amp;&quot;"), "{page}");
        assert!(page.contains("<td>&lt;script&gt;</td>"), "{page}");
    }
}
