namespace Guzhang.Audit;

/// <summary>What is audited (SEC-04), with the titles that officials read.</summary>
public static class AuditActions
{
    public const string PersonalDataRead = "personal-data.read";
    public const string PersonErased = "personal-data.erased";
    public const string KeyChangeBegun = "wrapping-key.change-begun";
    public const string KeyChanged = "wrapping-key.changed";
    public const string Export = "export";
    public const string FormConfirmed = "form.confirmed";
    public const string FormReturned = "form.returned";
    public const string Approved = "approval.given";
    public const string Refused = "approval.refused";
    public const string CasePlaced = "case.placed";
    public const string CaseEnded = "case.ended";
    public const string CaseHandedOver = "case.handed-over";
    public const string SignedIn = "sign-in";
    public const string SignInFailed = "sign-in.failed";
    public const string LockedOut = "sign-in.locked-out";
    public const string SignedOut = "sign-out";
    public const string PasswordSet = "password.set";
    public const string SecondFactorSet = "second-factor.set";
    public const string SecondFactorReset = "second-factor.reset";
    public const string AccountCreated = "account.created";
    public const string AccountChanged = "account.changed";
    public const string AccountDisabled = "account.disabled";
    public const string AccountEnabled = "account.enabled";
    public const string LinkMade = "account.link-made";
    public const string SubscriberCreated = "subscriber.created";
    public const string SubscriberSecretMade = "subscriber.secret-made";
    public const string SubscriberChanged = "subscriber.changed";
    public const string SubscriberRemoved = "subscriber.removed";
    public const string ParkedReplayed = "parked.replayed";
    public const string ParkedDiscarded = "parked.discarded";
    public const string RebuildBegun = "rebuild.begun";
    public const string ClockSet = "clock.set";

    /// <summary>Every action that may stand in the log.</summary>
    public static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>
    {
        [PersonalDataRead] = "查看个人信息",
        [PersonErased] = "删除个人信息",
        [KeyChangeBegun] = "开始更换主密钥",
        [KeyChanged] = "主密钥更换完成，旧密钥已删除",
        [Export] = "导出",
        [FormConfirmed] = "确认采集表",
        [FormReturned] = "退回采集表",
        [Approved] = "审批通过",
        [Refused] = "审批不通过",
        [CasePlaced] = "登记上岗凭据",
        [CaseEnded] = "因拒绝就业或无就业意愿结束跟踪",
        [CaseHandedOver] = "移交跟踪",
        [SignedIn] = "登录",
        [SignInFailed] = "登录失败",
        [LockedOut] = "账号因多次登录失败被锁定",
        [SignedOut] = "退出登录",
        [PasswordSet] = "设置密码",
        [SecondFactorSet] = "启用动态验证码",
        [SecondFactorReset] = "重置动态验证码",
        [AccountCreated] = "新建账号",
        [AccountChanged] = "变更账号的角色、管辖范围或名称",
        [AccountDisabled] = "停用账号",
        [AccountEnabled] = "恢复账号",
        [LinkMade] = "生成设置密码的链接",
        [SubscriberCreated] = "新建订阅系统",
        [SubscriberSecretMade] = "更换订阅系统的密钥",
        [SubscriberChanged] = "更改订阅系统的授权",
        [SubscriberRemoved] = "删除订阅系统",
        [ParkedReplayed] = "重新处理搁置的事件",
        [ParkedDiscarded] = "放弃搁置的事件",
        [RebuildBegun] = "重建数据表",
        [ClockSet] = "设定业务时间",
    };
}
