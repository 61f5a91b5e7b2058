using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>F01: 18 characters, checksum, a real date not in the future, a known province; a county code never used is a warning.</summary>
internal static class ResidentIdRule
{
    private const string Rule = "F01";

    public static ResidentId? Read(Sheet sheet)
    {
        var text = sheet.Compact(F.ResidentId);
        if (text.Length == 0)
        {
            sheet.Error("F06", F.ResidentId, Missing.Message("F06", F.ResidentId));
            return null;
        }

        // A spreadsheet program keeps 15 digits of a number and writes the rest as a power of ten.
        if (text.Contains("E+", StringComparison.OrdinalIgnoreCase))
        {
            sheet.Error(Rule, F.ResidentId, "身份证号码被存成了数字，末几位已经丢失：请把该列改为文本格式，对照身份证重新填写。");
            return null;
        }

        var fault = ResidentId.Read(text, out var id);
        if (fault != ResidentIdFault.None)
        {
            sheet.Error(Rule, F.ResidentId, Message(fault));
            return null;
        }

        if (id!.BirthDate > sheet.Context.FormDate)
        {
            sheet.Error(Rule, F.ResidentId, "身份证号码中的出生日期晚于今天，请对照身份证核对后改正。");
            return null;
        }

        var divisions = sheet.Context.Divisions;
        if (!divisions.IsKnownProvince(id.RegionCode))
        {
            sheet.Error(Rule, F.ResidentId, "身份证号码前两位不是任何省份的代码，请对照身份证核对后改正。");
            return null;
        }

        return id;
    }

    /// <summary>A county code that was never used, of a number that nothing has refused.</summary>
    public static void CheckCounty(Sheet sheet, Draft draft)
    {
        if (draft.ResidentId is { } id && !sheet.IsRefused(F.ResidentId) && !sheet.Context.Divisions.IsPresentOrHistoricalCounty(id.RegionCode))
        {
            sheet.Warn(Rule, F.ResidentId, "身份证号码前六位不是现有或曾有的县级代码，请对照身份证再核对一次。");
        }
    }

    private static string Message(ResidentIdFault fault) => fault switch
    {
        ResidentIdFault.Length => "身份证号码应为18位，请对照身份证核对后改正。",
        ResidentIdFault.Characters => "身份证号码前17位应为数字，末位应为数字或大写字母“Ｘ”，请对照身份证核对后改正。",
        ResidentIdFault.BirthDate => "身份证号码中的出生日期不存在，请对照身份证核对后改正。",
        _ => "身份证号码的校验位不对，多半是抄错了某一位，请对照身份证核对后改正。",
    };
}
