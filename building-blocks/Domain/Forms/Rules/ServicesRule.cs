using System.Globalization;
using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>F10: services received, each at least once, or 未享受过就业服务 alone (填表规则5).</summary>
internal static class ServicesRule
{
    private const string Rule = "F10";

    /// <summary>Code of 未享受过就业服务.</summary>
    public const string None = "none";

    public const string NoneLabel = "未享受过就业服务";

    /// <summary>The services in the order of the form; empty for none; null where refused or not given.</summary>
    public static ValueList<ServiceCount>? Read(Sheet sheet)
    {
        var text = sheet.Compact(F.Services);
        if (!Cells.HasAnswer(sheet, F.Services, text, Need.Answer, Rule))
        {
            return null;
        }

        if (IsNone(text))
        {
            return [];
        }

        SortedDictionary<Service, int> counts = [];
        foreach (var part in Cells.Several(text))
        {
            if (IsNone(part))
            {
                return Refuse(sheet, "填了“未享受过就业服务”就不能再填其他服务项目，请只保留一种。");
            }

            if (!TryParse(part, out var service, out var times))
            {
                return Refuse(sheet, "“本年度享受就业服务项目”无法识别，请按“职业指导2次、职业培训1次”的样子填写，每项都要写次数。");
            }

            if (times < 1)
            {
                return Refuse(sheet, $"“{service.Label()}”的次数应不少于1；没有享受过的项目请删去，都没有享受过的填“未享受过就业服务”。");
            }

            if (!counts.TryAdd(service, times))
            {
                return Refuse(sheet, $"“{service.Label()}”写了不止一遍，请合并成一项。");
            }
        }

        return ValueList.Of<ServiceCount>([.. counts.Select(c => new ServiceCount(c.Key, c.Value))]);
    }

    private static ValueList<ServiceCount>? Refuse(Sheet sheet, string message)
    {
        sheet.Error(Rule, F.Services, message);
        return null;
    }

    private static bool IsNone(string text) => text is NoneLabel or None or "未享受过" or "未享受";

    /// <summary>职业指导2次, 职业指导:2, guidance:2, 职业指导(2次), 职业指导×2.</summary>
    private static bool TryParse(string part, out Service service, out int times)
    {
        var text = part.AsSpan().TrimEnd(')').TrimEnd('次');
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[^(digits + 1)]))
        {
            digits++;
        }

        times = 0;
        service = default;
        var name = text[..^digits].TrimEnd("(:×");
        return digits is > 0 and < 5
            && int.TryParse(text[^digits..], CultureInfo.InvariantCulture, out times)
            && Choices.TryParse(name.ToString(), out service);
    }
}
