//! The service under test: it returns 200 to everybody and tells who came.

use std::{
    error::Error,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

pub(crate) struct Service {
    port: u16,
    visits: Receiver<Visit>,
}

/// A request that came.
pub(crate) struct Visit {
    pub(crate) target: String,
    pub(crate) body: Vec<u8>,
}

impl Service {
    /// Starts it, and writes its port where the servers look for it.
    pub(crate) fn start(work: &Path) -> Result<Self, Box<dyn Error>> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        fs::write(work.join("service-port"), port.to_string())?;
        let (sender, visits) = mpsc::channel();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(visit) = connection.and_then(respond) else { continue };
                if sender.send(visit).is_err() {
                    return;
                }
            }
        });
        Ok(Self { port, visits })
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Who came until now.
    pub(crate) fn visits(&self) -> Vec<Visit> {
        self.visits.try_iter().collect()
    }

    /// The next one to come.
    pub(crate) fn next_visit(&self) -> Result<Visit, Box<dyn Error>> {
        Ok(self.visits.recv_timeout(Duration::from_secs(10))?)
    }
}

fn respond(connection: TcpStream) -> io::Result<Visit> {
    connection.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(&connection);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap_or(0);
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    (&connection)
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
    Ok(Visit { target, body })
}
