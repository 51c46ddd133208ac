use std::{
    convert::Infallible,
    io::{self, Write},
    sync::Mutex,
};

use super::{super::journal::Disk, *};
use crate::bulk::Format;

/// Creates what rows say, and notes it.
#[derive(Clone, Default)]
struct Names(Arc<Mutex<Vec<String>>>);

impl RowImporter for Names {
    type Row = String;
    type Known = ();

    fn key(&self) -> Option<&'static str> {
        Some("name")
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    fn read(&self, fields: Map<String, Value>) -> Result<String, Error> {
        Ok(fields.get("name").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    fn names(&self, row: &String) -> Vec<(&'static str, String)> {
        vec![("name", row.clone())]
    }

    async fn import(
        &self,
        row: &String,
        _known: Option<()>,
        place: &mut Place<'_>,
    ) -> Result<Done, Rejected> {
        let sent = async {
            self.0.lock().unwrap().push(row.clone());
            Ok(())
        };
        place.creating(sent).await?;
        Ok(Done::Created)
    }
}

/// A disk with so much room, which keeps what was on it when it was last synchronized.
#[derive(Clone, Default)]
struct Room {
    left: Arc<Mutex<usize>>,
    written: Arc<Mutex<Vec<u8>>>,
    on_disk: Arc<Mutex<Vec<u8>>>,
}

impl Room {
    fn of(bytes: usize) -> Self {
        let room = Self::default();
        *room.left.lock().unwrap() = bytes;
        room
    }

    fn text(&self) -> String {
        String::from_utf8(self.on_disk.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut left = self.left.lock().unwrap();
        let length = bytes.len().min(*left);
        if length == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        *left -= length;
        self.written.lock().unwrap().extend_from_slice(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Disk for Room {
    fn sync(&mut self) -> io::Result<()> {
        *self.on_disk.lock().unwrap() = self.written.lock().unwrap().clone();
        Ok(())
    }
}

async fn import(
    disk: &Room,
    names: &Names,
    concurrency: usize,
) -> Result<ImportReport, ImportFailed> {
    let file: String = (1..=50).map(|n| format!("{{\"name\": \"n{n}\"}}\n")).collect();
    let source = stream::iter([Ok::<_, Infallible>(file.into_bytes())]);
    let mut options = ImportOptions::new(Format::JsonLines, concurrency);
    let writer = Writer::start(disk.clone(), "j".to_owned()).unwrap();
    let opened = InUse { replay: None, writer: Some(writer) };
    run_with(&mut options, source, |_| Ok(()), names.clone(), opened).await
}

#[tokio::test]
async fn nothing_is_sent_that_is_not_on_the_disk_before() {
    for concurrency in [1, 7] {
        for room in (1..2_000).step_by(67) {
            let (disk, names) = (Room::of(room), Names::default());
            let failed = import(&disk, &names, concurrency).await.unwrap_err();
            assert_eq!(
                failed.error().to_string(),
                "the journal `j` could not be written, and nothing further was sent"
            );
            assert_eq!(failed.error().kind(), ErrorKind::Input);
            let sent = names.0.lock().unwrap().clone();
            let text = disk.text();
            for name in &sent {
                let line =
                    format!("{{\"begun\":{{\"row\":{},\"sends\":\"create\"}}}}\n", &name[1..]);
                assert!(text.contains(&line), "{name} with room for {room}: {text}");
            }
            assert!(sent.len() < 50 && failed.report().rows <= sent.len() as u64);
        }
        let (disk, names) = (Room::of(1_000_000), Names::default());
        let report = import(&disk, &names, concurrency).await.unwrap();
        assert_eq!((report.created, names.0.lock().unwrap().len()), (50, 50));
        assert!(disk.text().ends_with("{\"ended\":{\"rows\":50}}\n"), "{}", disk.text());
    }
}
