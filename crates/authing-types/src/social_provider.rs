//! The social identity providers.

use crate::wire_enum;

wire_enum! {
    /// A social identity provider.
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
        /// Lark, by an app of its store.
        LarkAppStore = "lark:app-store",
        /// Lark, by an app of the company's own.
        LarkCustomApp = "lark:custom-app",
        /// Lark, by an app of its store, in the older spelling.
        LarkPublic = "lark-public",
        /// Lark, by an app of the company's own, in the older spelling.
        LarkInternal = "lark-internal",
        /// LinkedIn.
        LinkedIn = "linkedin",
        /// QingCloud.
        QingCloud = "qingcloud",
        /// QQ.
        Qq = "qq",
        /// Slack.
        Slack = "slack",
        /// WeChat, by a mini program that an app opens.
        WechatMiniProgramAppLaunch = "wechat:miniprogram:app-launch",
        /// WeChat, by a mini program.
        WechatMiniProgram = "wechat:miniprogram:default",
        /// WeChat, by the QR code of a mini program.
        WechatMiniProgramQrCode = "wechat:miniprogram:qrconnect",
        /// WeChat, by its app on the same phone.
        WechatMobile = "wechat:mobile",
        /// WeChat, by a QR code on a computer.
        WechatPc = "wechat:pc",
        /// WeChat, by a page inside WeChat.
        WechatWebPage = "wechat:webpage-authorization",
        /// WeCom, by its address book.
        WecomAddressBook = "wechatwork:addressbook",
        /// WeCom, by the company's own QR code.
        WecomQrCode = "wechatwork:corp:qrconnect",
        /// WeCom, by a service provider's page.
        WecomServiceProvider = "wechatwork:service-provider:authorization",
        /// WeCom, by a service provider's QR code.
        WecomServiceProviderQrCode = "wechatwork:service-provider:qrconnect",
        /// Weibo.
        Weibo = "weibo",
        /// Yidun.
        Yidun = "yidun",
    }
}
