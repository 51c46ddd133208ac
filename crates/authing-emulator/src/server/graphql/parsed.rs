//! Documents that were parsed: programs send the same few again and again, and parsing one takes longer
//! than to work out what it asks for.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use async_graphql_parser::types::ExecutableDocument;

/// Longer ones are written for one request.
const LONGEST: usize = 8 << 10;

/// How many bytes of text are kept. A document takes some twenty times as many.
const MOST: usize = 256 << 10;

static PARSED: LazyLock<Mutex<Parsed>> = LazyLock::new(Mutex::default);

/// The document, from those that are kept or parsed now. What cannot be parsed is not kept.
pub(super) fn get<E>(
    text: &str,
    parse: impl FnOnce(&str) -> Result<ExecutableDocument, E>,
) -> Result<Arc<ExecutableDocument>, E> {
    // A panic elsewhere leaves at most one text uncounted.
    let parsed = || PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = parsed().documents.get(text) {
        return Ok(Arc::clone(known));
    }
    let document = Arc::new(parse(text)?);
    parsed().keep(text, &document);
    Ok(document)
}

#[derive(Default)]
struct Parsed {
    documents: HashMap<Arc<str>, Arc<ExecutableDocument>>,
    oldest_first: VecDeque<Arc<str>>,
    bytes: usize,
}

impl Parsed {
    fn keep(&mut self, text: &str, document: &Arc<ExecutableDocument>) {
        if text.len() > LONGEST || self.documents.contains_key(text) {
            return;
        }
        let text: Arc<str> = text.into();
        self.bytes += text.len();
        self.documents.insert(Arc::clone(&text), Arc::clone(document));
        self.oldest_first.push_back(text);
        while self.bytes > MOST
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.bytes -= oldest.len();
            self.documents.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql_parser::{Error, parse_query};

    use super::*;

    fn parse(text: &str) -> Result<ExecutableDocument, Error> {
        parse_query(text)
    }

    #[test]
    fn a_document_is_parsed_once() {
        let text = "query parsedOnce { user { id } }";
        get(text, parse).unwrap();
        let again = get(text, |_| Err("it is kept")).unwrap();
        assert_eq!(again.operations.iter().count(), 1);
        assert_eq!(get("query parsedNever {", |_| Err(1)).unwrap_err(), 1);
        assert_eq!(get("query parsedNever {", |_| Err(2)).unwrap_err(), 2, "a failure is not kept");
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_oldest_goes_first() {
        let mut parsed = Parsed::default();
        let document = Arc::new(parse("{ user { id } }").unwrap());
        let text = |number: usize| format!("{number:0>LONGEST$}");
        for number in 0..=MOST / LONGEST {
            parsed.keep(&text(number), &document);
            parsed.keep(&text(number), &document);
        }
        assert_eq!(parsed.bytes, MOST);
        assert_eq!(parsed.documents.len(), MOST / LONGEST);
        assert_eq!(parsed.oldest_first.len(), MOST / LONGEST);
        assert!(!parsed.documents.contains_key(&*text(0)));
        assert!(parsed.documents.contains_key(&*text(1)));
        parsed.keep(&format!("{}0", text(7)), &document);
        assert_eq!(parsed.bytes, MOST, "it is too long");
    }
}
