//! The social identity providers.

use crate::wire_enum;

wire_enum! {
    /// A social identity provider, or a connection to one by its identifier.
    ///
    /// Source: the provider codes of Authing's documentation on social login.
    pub enum SocialProvider {
        /// Alipay.
        Alipay = "alipay",
        /// Apple, in an app.
        Apple = "apple",
        /// Apple, on the web.
        AppleWeb = "apple:web",
        /// Baidu.
        Baidu = "baidu",
        /// DingTalk.
        DingTalk = "dingtalk",
        /// Facebook.
        Facebook = "facebook",
        /// GitHub.
        GitHub = "github",
        /// Google.
        Google = "google",
        /// Lark, with an app from its store.
        LarkAppStore = "lark:app-store",
        /// Lark, with an app of the company's own.
        LarkCustomApp = "lark:custom-app",
        /// Lark, with an app of the company's own, in the older spelling.
        LarkInternal = "lark-internal",
        /// Lark, with an app from its store, in the older spelling.
        LarkPublic = "lark-public",
        /// LinkedIn.
        LinkedIn = "linkedin",
        /// QingCloud.
        QingCloud = "qingcloud",
        /// QQ.
        Qq = "qq",
        /// Slack.
        Slack = "slack",
        /// WeChat, with a mini program.
        WeChatMiniProgram = "wechat:miniprogram:default",
        /// WeChat, with a mini program that an app opens.
        WeChatMiniProgramAppLaunch = "wechat:miniprogram:app-launch",
        /// WeChat, with the QR code of a mini program.
        WeChatMiniProgramQrCode = "wechat:miniprogram:qrconnect",
        /// WeChat, with its app on the same phone.
        WeChatMobile = "wechat:mobile",
        /// WeChat, with a QR code on a computer.
        WeChatPc = "wechat:pc",
        /// WeChat, on a page inside its app.
        WeChatWebPage = "wechat:webpage-authorization",
        /// WeCom, with its address book.
        WeComAddressBook = "wechatwork:addressbook",
        /// WeCom, with the company's own QR code.
        WeComQrCode = "wechatwork:corp:qrconnect",
        /// WeCom, on the page of a service provider.
        WeComServiceProvider = "wechatwork:service-provider:authorization",
        /// WeCom, with the QR code of a service provider.
        WeComServiceProviderQrCode = "wechatwork:service-provider:qrconnect",
        /// Weibo.
        Weibo = "weibo",
        /// NetEase Yidun.
        Yidun = "yidun",
    }
}
