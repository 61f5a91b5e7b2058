using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Guzhang.ServiceDefaults.Http;

/// <summary>Errors in the words of the person who reads them: an official, or a developer of another system.</summary>
internal static partial class ProblemTexts
{
    public static string Title(int status) => status switch
    {
        400 => "请求无效",
        401 => "未登录或登录已失效",
        403 => "没有权限",
        404 => "没有找到",
        405 => "不支持的操作方式",
        406 => "无法按要求的格式返回",
        408 => "请求超时",
        409 => "与已有数据冲突",
        412 => "数据已被他人更新",
        413 => "提交的内容过大",
        414 => "请求地址过长",
        415 => "不支持的内容类型",
        422 => "内容不符合要求",
        429 => "请求过于频繁",
        431 => "请求头过大",
        502 or 503 or 504 => "服务暂时不可用",
        >= 500 => "系统内部错误",
        _ => "请求未能完成",
    };

    public static string Detail(int status) => status switch
    {
        401 => "请先登录，并在请求头 Authorization 中提供有效的访问令牌（Bearer）。",
        403 => "当前账号不能进行这项操作。",
        404 => "请求的地址或记录不存在。",
        405 => "该地址不支持这种请求方法。",
        413 => "提交的内容超过大小限制，请分批提交。",
        415 => "请按接口文档使用正确的 Content-Type。",
        429 => "请稍后再试。",
        502 or 503 or 504 => "请稍后再试。",
        >= 500 => "系统处理请求时出错，请稍后再试；如再次出现，请把 traceId 告知系统管理员。",
        _ => "请检查请求内容后重试。",
    };

    /// <summary>What the framework found wrong with a request, said in Chinese; its own wording is for logs only.</summary>
    public static string Detail(BadHttpRequestException e)
    {
        if (e.InnerException is JsonException json)
            return Json(json);
        if (Bind().Match(e.Message) is { Success: true } bind)
            return $"参数 {bind.Groups["name"].Value} 的值“{bind.Groups["value"].Value}”无效。";
        if (Missing().Match(e.Message) is { Success: true } missing)
            return $"缺少必填参数 {missing.Groups["name"].Value}。";
        if (Body().IsMatch(e.Message))
            return "请求正文为空，请按接口文档提交内容。";
        return Detail(e.StatusCode);
    }

    private static string Json(JsonException e)
    {
        var place = e.LineNumber is { } line ? $"第 {line + 1} 行第 {e.BytePositionInLine + 1} 字节" : "";
        var path = e.Path is { Length: > 1 } p ? $"，字段 {p.TrimStart('$', '.')}" : "";
        return $"请求正文不是有效的 JSON，或字段的值不符合要求：{place}{path}。".Replace("：，", "：", StringComparison.Ordinal).Replace("：。", "。", StringComparison.Ordinal);
    }

    [GeneratedRegex("""^Failed to bind parameter "(?:[^"]* )?(?<name>[^" ]+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Bind();

    [GeneratedRegex("""^Required parameter "(?:[^"]* )?(?<name>[^" ]+)" was not provided from (?!body)""")]
    private static partial Regex Missing();

    [GeneratedRegex("""^(Implicit body inferred for parameter|Required parameter "[^"]*" was not provided from body)""")]
    private static partial Regex Body();
}
