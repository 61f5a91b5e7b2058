using System.Globalization;

namespace Guzhang.Demo;

/// <summary>A mistake of the caller's, or something outside that is not as it has to be: one clear line, exit code 2.</summary>
public sealed class DemoException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Command line options: <c>--name value</c>.</summary>
public sealed class Options
{
    private readonly Dictionary<string, string> values = [];

    public Options(ReadOnlySpan<string> args)
    {
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                throw new DemoException($"参数不完整：{args[i]}（写作 --名称 值）");
            }

            values[args[i][2..]] = args[i + 1];
        }
    }

    public string Required(string name) => values.GetValueOrDefault(name) ?? throw new DemoException($"缺少参数 --{name}");

    public ulong Number(string name, ulong otherwise) =>
        !values.TryGetValue(name, out var text) ? otherwise
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new DemoException($"参数 --{name} 不是数字：{text}");
}
