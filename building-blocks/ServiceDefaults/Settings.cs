using Microsoft.Extensions.Configuration;

namespace Guzhang.ServiceDefaults;

/// <summary>A setting is missing or unusable; the message is one line that names the key.</summary>
public sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Settings a service can't do without.</summary>
public static class Settings
{
    /// <summary>The value of <paramref name="key"/>, or a <see cref="SettingException"/> that names it.</summary>
    public static string Required(this IConfiguration configuration, string key)
    {
        var value = configuration[key];
        return string.IsNullOrWhiteSpace(value)
            ? throw new SettingException($"缺少配置项 {key}（环境变量 {key.Replace(":", "__", StringComparison.Ordinal)}）")
            : value;
    }

    /// <summary>The value of <paramref name="key"/> as an absolute http or https address that ends in a slash.</summary>
    public static Uri RequiredAddress(this IConfiguration configuration, string key)
    {
        var value = configuration.Required(key);
        return Uri.TryCreate(value.EndsWith('/') ? value : value + "/", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
                ? address
                : throw new SettingException($"配置项 {key} 不是有效的 http(s) 地址：{value}");
    }
}
