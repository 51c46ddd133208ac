//! Long lists: one page, all pages, all entries.

use std::{
    fmt,
    future::IntoFuture,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
    vec,
};

use authing_types::{Page, SetAside};
use futures_core::Stream;
use http::{HeaderName, HeaderValue};

use crate::{
    call::{Call, WithMeta},
    error::Error,
    pipeline::CallOptions,
    retry::RetryPolicy,
    transport::BoxFuture,
};

/// Entries a page has when nothing else is asked for: Authing's own default.
pub const DEFAULT_PAGE_SIZE: u32 = 10;

/// Which page of a list, and how long a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// The page's number, from 1.
    pub page: u32,
    /// The entries of a page.
    pub limit: u32,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { page: 1, limit: DEFAULT_PAGE_SIZE }
    }
}

impl PageRequest {
    /// Refuses page numbers and lengths that no server can serve.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input), naming `page` or `limit`.
    pub fn check(self) -> Result<(), Error> {
        if self.page == 0 {
            return Err(Error::input("page", "is 0, but pages are counted from 1"));
        }
        if self.limit == 0 {
            return Err(Error::input("limit", "is 0, but a page needs at least one entry"));
        }
        Ok(())
    }
}

/// A call for one page of a list. Awaited, it returns that page.
///
/// [`items`](Self::items) and [`pages`](Self::pages) go on from there to the end of the list. What
/// is added or removed meanwhile may be missed or met twice, since pages are counted by number.
///
/// ```no_run
/// use futures_util::TryStreamExt;
/// # async fn example(call: authing_core::PagedCall<String>) -> Result<(), authing_core::Error> {
/// let mut items = call.items();
/// while let Some(item) = items.try_next().await? {
///     println!("{item}");
/// }
/// # Ok(()) }
/// ```
///
/// **Do not change the list while it is read.** When ten entries of the first page are deleted, the
/// second page begins ten entries further on: every other page is skipped. Read the list to its end
/// first, with [`all`](Self::all), and then delete, or take out of a group, what it holds.
#[must_use = "a call does nothing until it is awaited"]
pub struct PagedCall<T> {
    fetch: Box<dyn Fn(PageRequest) -> Call<Page<T>> + Send>,
    first: PageRequest,
    options: CallOptions,
}

impl<T: Send + 'static> PagedCall<T> {
    /// A list that `fetch` gets a page of.
    pub fn new(
        first: PageRequest,
        fetch: impl Fn(PageRequest) -> Call<Page<T>> + Send + 'static,
    ) -> Self {
        Self { fetch: Box::new(fetch), first, options: CallOptions::default() }
    }

    /// The time each page may take from start to end.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// The time each attempt at a page may take.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.attempt_timeout = Some(timeout);
        self
    }

    /// Declares that a page may be asked for again though the server may have carried out the
    /// request.
    pub fn idempotent(mut self) -> Self {
        self.options.idempotent = Some(true);
        self
    }

    /// Adds a header to the request of each page, or replaces one of the client's.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.options.headers.insert(name, value);
        self
    }

    /// One page with the HTTP status, headers and number of attempts beside it.
    pub fn with_meta(self) -> Call<WithMeta<Page<T>>> {
        self.page().with_meta()
    }

    /// How failed attempts at a page are retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// One page as a plain call.
    pub fn page(self) -> Call<Page<T>> {
        self.call(self.first)
    }

    /// Every page from the first asked for to the last, one at a time. What shortens the list
    /// meanwhile makes it skip entries: see [`all`](Self::all).
    pub fn pages(self) -> Pages<T> {
        let next = Some(self.first);
        Pages { call: self, next, under_way: None, seen: 0 }
    }

    /// Every entry from the first page asked for to the last. Holds one page in memory.
    ///
    /// Deleting what it yields makes it skip as many entries as were deleted, since those behind
    /// move up to pages that were read already: read [`all`](Self::all) first. Entries that nobody
    /// could read are not yielded: [`Items::set_aside`] tells of them.
    pub fn items(self) -> Items<T> {
        Items { pages: self.pages(), page: Vec::new().into_iter(), set_aside: Vec::new() }
    }

    /// The list from the first page asked for to the last, as one page: the right way when its
    /// entries are to be deleted, or changed so that they leave the list. Everything is read before
    /// anything is returned, so all of it is in memory.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     list: impl Fn() -> authing_core::PagedCall<String>,
    /// #     delete: impl Fn(String) -> authing_core::Call<()>,
    /// # ) -> Result<(), authing_core::Error> {
    /// for user in list().all().await?.list {
    ///     delete(user).await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Where the ids are enough and the list is very long, collect those of
    /// [`items`](Self::items) to the end, and then delete.
    ///
    /// # Errors
    ///
    /// That of the first page that cannot be read.
    pub async fn all(self) -> Result<Page<T>, Error> {
        let mut pages = self.pages();
        let mut all = Page::new(0, Vec::new());
        while let Some(page) = std::future::poll_fn(|cx| Pin::new(&mut pages).poll_next(cx)).await {
            let page = page?;
            all.total_count = page.total_count;
            all.list.extend(page.list);
            all.set_aside.extend(page.set_aside);
        }
        Ok(all)
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn pipeline(&self) -> crate::pipeline::Pipeline {
        self.call(self.first).pipeline().clone()
    }

    fn call(&self, page: PageRequest) -> Call<Page<T>> {
        let call = (self.fetch)(page).with_options(&self.options).check(page.check());
        // Lists that have a type of their own on the wire know nothing of what was set aside.
        call.seeing(|page, set_aside| {
            if page.set_aside.is_empty() {
                page.set_aside = set_aside;
            }
        })
    }
}

impl<T: Send + 'static> IntoFuture for PagedCall<T> {
    type Output = Result<Page<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.page().into_future()
    }
}

impl<T> fmt::Debug for PagedCall<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PagedCall").field("first", &self.first).finish_non_exhaustive()
    }
}

/// The pages of a list, as a stream: see [`PagedCall::pages`]. Ends after the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    call: PagedCall<T>,
    next: Option<PageRequest>,
    under_way: Option<BoxFuture<'static, Result<Page<T>, Error>>>,
    /// Entries before the next page, those of pages that were skipped included.
    seen: i64,
}

impl<T: Send + 'static> Pages<T> {
    fn after(&mut self, asked: PageRequest, page: &Page<T>) {
        // An entry that could not be read was there all the same.
        let unread = page.set_aside.iter().filter(|part| part.is_outermost()).count();
        let length = i64::try_from(page.list.len() + unread).unwrap_or(i64::MAX);
        if self.seen == 0 {
            self.seen = i64::from(asked.page - 1) * i64::from(asked.limit);
        }
        self.seen += length;
        // The server may cap the length of a page, so a short one need not be the last. A count that
        // is less than one page holds is none: then a full page is not the last.
        let counted = page.total_count >= length;
        let full = length == i64::from(asked.limit);
        let more = length > 0 && if counted { self.seen < page.total_count } else { full };
        self.next = more.then(|| PageRequest { page: asked.page.saturating_add(1), ..asked });
    }
}

impl<T: Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(asked) = this.next else {
            return Poll::Ready(None);
        };
        let call = &this.call;
        let under_way = this.under_way.get_or_insert_with(|| call.call(asked).into_future());
        let result = ready!(under_way.as_mut().poll(context));
        this.under_way = None;
        match &result {
            Ok(page) => this.after(asked, page),
            Err(_) => this.next = None,
        }
        Poll::Ready(Some(result))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("next", &self.next).finish_non_exhaustive()
    }
}

/// The entries of a list, as a stream: see [`PagedCall::items`]. Ends after the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    page: vec::IntoIter<T>,
    set_aside: Vec<SetAside>,
}

impl<T> Items<T> {
    /// What the pages held that have been read so far and nobody could read: entries that are not
    /// yielded, and members that count as absent.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }
}

// No entry is ever pinned: they are moved out of a vector.
impl<T> Unpin for Items<T> {}
impl<T> Unpin for Pages<T> {}

impl<T: Send + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    self.set_aside.extend(page.set_aside);
                    self.page = page.list.into_iter();
                }
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
