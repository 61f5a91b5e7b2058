using System.Globalization;

namespace Guzhang.Domain.Forms;

/// <summary>Reads one cell of a sheet into a value, or says what is wrong with it (F06, F12). Null means blank, not given, or refused.</summary>
internal static class Cells
{
    private static readonly char[] Separators = ['、', ',', ';'];

    /// <summary>The text of a field; blank is reported under <paramref name="rule"/> where the field is needed.</summary>
    public static string? Text(Sheet sheet, string field, Need need, string rule = "F06")
    {
        var text = sheet.Text(field);
        return HasAnswer(sheet, field, text, need, rule) ? text : null;
    }

    /// <summary>A single choice; <paramref name="unknown"/> is the rule that refuses what is none of the options.</summary>
    public static T? Choice<T>(Sheet sheet, string field, Need need, string rule = "F06", string unknown = "F06")
        where T : struct, Enum
    {
        var text = sheet.Compact(field);
        if (!HasAnswer(sheet, field, text, need, rule))
        {
            return null;
        }

        if (Choices.TryParse<T>(text, out var value))
        {
            return value;
        }

        if (IsSeveral(text, static part => Choices.TryParse<T>(part, out _)))
        {
            sheet.Error("F06", field, $"“{Sheet.Label(field)}”是单选题，只能选一项，请只保留一项。");
        }
        else
        {
            sheet.Error(unknown, field, $"“{Sheet.Label(field)}”填写的内容无法识别，请从以下选项中选一项：{Options<T>()}。");
        }

        return null;
    }

    /// <summary>A choice whose last option asks for a note: 其他(快递), 其他:快递, or the note in a field of its own.</summary>
    public static (T? Value, string? Note) NotedChoice<T>(Sheet sheet, string field, string noteField, T other, Need need, string rule)
        where T : struct, Enum
    {
        var text = sheet.Text(field);
        var note = Text(sheet, noteField, Need.Optional);
        for (var at = text.IndexOfAny(['(', ':']); at >= 0; at = NextMark(text, at))
        {
            if (Choices.TryParse<T>(text[..at], out var head) && head.Equals(other) && !Choices.TryParse<T>(text, out _))
            {
                note ??= Mending.Clean(text[(at + 1)..].TrimEnd(')'));
                return Noted(sheet, noteField, other, note, need, rule);
            }
        }

        var value = Choice<T>(sheet, field, need, rule);
        return value is { } given && given.Equals(other) ? Noted(sheet, noteField, other, note, need, rule) : (value, note);
    }

    public static bool? Flag(Sheet sheet, string field, Need need, string rule = "F06")
    {
        var text = sheet.Compact(field);
        if (!HasAnswer(sheet, field, text, need, rule))
        {
            return null;
        }

        if (ParseFlag(text) is { } flag)
        {
            return flag;
        }

        sheet.Error("F06", field, IsSeveral(text, static part => ParseFlag(part) is not null)
            ? $"“{Sheet.Label(field)}”是单选题，只能选一项，请只保留一项。"
            : $"“{Sheet.Label(field)}”填写的内容无法识别，请填“是”或“否”（有无类填“有”或“无”）。");
        return null;
    }

    /// <summary>A number of at least 0, or refused under F12.</summary>
    public static decimal? Number(Sheet sheet, string field, string unit, Need need, decimal most, int decimals, string rule = "F06")
    {
        var text = sheet.Compact(field);
        if (!HasAnswer(sheet, field, text, need, rule))
        {
            return null;
        }

        var digits = text.EndsWith(unit, StringComparison.Ordinal) ? text.AsSpan(0, text.Length - unit.Length) : text;
        if (unit == "个月" && digits.EndsWith("月"))
        {
            digits = digits[..^1];
        }

        if (!decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || decimal.Round(number, decimals) != number)
        {
            sheet.Error("F12", field, decimals == 0
                ? $"“{Sheet.Label(field)}”应为整数（单位：{unit}），请改正。"
                : $"“{Sheet.Label(field)}”应为数字，最多{decimals}位小数（单位：{unit}），请改正。");
            return null;
        }

        if (number < 0 || number > most)
        {
            sheet.Error("F12", field, most == decimal.MaxValue
                ? $"“{Sheet.Label(field)}”不能小于0，请核对后改正。"
                : $"“{Sheet.Label(field)}”应在0到{most:0}之间（单位：{unit}），请核对后改正。");
            return null;
        }

        return number;
    }

    /// <summary>An amount of at least 0 yuan, or refused under F12.</summary>
    public static Yuan? Money(Sheet sheet, string field, Need need, string rule = "F06")
    {
        var text = sheet.Compact(field);
        if (!HasAnswer(sheet, field, text, need, rule))
        {
            return null;
        }

        if (!Yuan.TryParse(text, out var yuan))
        {
            sheet.Error("F12", field, $"“{Sheet.Label(field)}”应为金额数字（单位：元，最多到分），请改正。");
            return null;
        }

        if (yuan.Amount < 0)
        {
            sheet.Error("F12", field, $"“{Sheet.Label(field)}”不能小于0元，请核对后改正。");
            return null;
        }

        return yuan;
    }

    public static YearMonth? Month(Sheet sheet, string field, Need need, string rule = "F06") =>
        Date(sheet, field, need, rule)?.Month;

    public static PartialDate? Date(Sheet sheet, string field, Need need, string rule = "F06")
    {
        var text = sheet.Compact(field);
        if (!HasAnswer(sheet, field, text, need, rule))
        {
            return null;
        }

        if (PartialDate.TryParse(text, out var date))
        {
            return date;
        }

        sheet.Error("F06", field, $"“{Sheet.Label(field)}”的日期无法识别，请按“2020年3月15日”或“2020年3月”填写。");
        return null;
    }

    /// <summary>The values of a cell that may hold several.</summary>
    public static string[] Several(string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether there is an answer to read: not blank (reported where needed), not 不适用.</summary>
    public static bool HasAnswer(Sheet sheet, string field, string text, Need need, string rule)
    {
        if (text.Length > 0)
        {
            return !sheet.TakeNotGiven(field, text, need);
        }

        if (need != Need.Optional)
        {
            sheet.Error(rule, field, Missing.Message(rule, field));
        }

        return false;
    }

    public static string Options<T>()
        where T : struct, Enum => string.Join('、', Choices.All<T>().Select(c => c.Label));

    private static (T? Value, string? Note) Noted<T>(Sheet sheet, string noteField, T other, string? note, Need need, string rule)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(note))
        {
            note = null;
            if (need != Need.Optional)
            {
                sheet.Error(rule, noteField, $"选了“{other.Label()}”，请在“{Sheet.Label(noteField)}”写明具体内容。");
            }
        }

        return (other, note);
    }

    private static int NextMark(string text, int at) => text.IndexOfAny(['(', ':'], at + 1);

    private static bool? ParseFlag(string text) => text switch
    {
        "是" or "有" or "yes" or "true" or "愿意" => true,
        "否" or "无" or "no" or "false" or "不愿意" => false,
        _ => null,
    };

    private static bool IsSeveral(string text, Func<string, bool> isOption)
    {
        var parts = Several(text);
        return parts.Length > 1 && Array.TrueForAll(parts, part => isOption(part));
    }
}
