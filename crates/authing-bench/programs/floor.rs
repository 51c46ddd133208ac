use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Query<'a> {
    query: &'a str,
    variables: Variables,
}

#[derive(Serialize)]
struct Variables {
    page: u32,
    limit: u32,
}

#[derive(Deserialize)]
struct Data {
    data: Users,
}

#[derive(Deserialize)]
struct Users {
    users: Page,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    total_count: u64,
    list: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    id: String,
}

#[tokio::main]
async fn main() -> Result<(), reqwest::Error> {
    let query = "query users($page: Int, $limit: Int) { users(page: $page, limit: $limit) { totalCount list { id } } }";
    let client = reqwest::Client::new();
    let response = client
        .post("https://core.authing.cn/graphql/v2")
        .header("x-authing-userpool-id", "USER_POOL_ID")
        .bearer_auth("TOKEN")
        .json(&Query { query, variables: Variables { page: 1, limit: 50 } })
        .send()
        .await?;
    let page = response.error_for_status()?.json::<Data>().await?.data.users;
    println!("{} of {}", page.list.len(), page.total_count);
    for user in page.list {
        println!("{}", user.id);
    }
    Ok(())
}
