using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// F18: 入户 needs both signatures, the collector's phone and the number of the paper form; 电话 a call record; whoever is
/// 联系不上 the collector's signature only (三(一)1, 3). A change found by phone is marked 待补签 until the household signs: the
/// signature under the form before, carried along, is none.
/// </summary>
internal static class SignaturesRule
{
    private const string Rule = "F18";

    public static Signatures Read(Sheet sheet, Draft draft)
    {
        var unreachable = draft.Verification == Verification.Unreachable;
        var visit = draft is { ContactMeans: ContactMeans.Visit, Verification: not (null or Verification.Unreachable) } ? Need.Always : Need.Optional;
        var call = draft is { ContactMeans: ContactMeans.Phone, Verification: not (null or Verification.Unreachable) } ? Need.Always : Need.Optional;
        var signatures = new Signatures
        {
            Household = Signed(sheet, F.HouseholdSigned, visit),
            Collector = Cells.Text(sheet, F.Collector, Need.Always, Rule) ?? "",
            CollectorSigned = Signed(sheet, F.CollectorSigned, unreachable ? Need.Always : visit),
            CollectorPhone = BasicSection.Phone(sheet, F.CollectorPhone, visit, Rule),
            PaperArchiveNo = Cells.Text(sheet, F.PaperArchiveNo, visit, Rule),
            CallRecord = Cells.Text(sheet, F.CallRecord, call, Rule),
            Scan = Scan(sheet),
        };
        if (call == Need.Always && sheet.Context.Register is RegisterView.OnRecord before && !sheet.IsRefused(F.HouseholdSigned)
            && (signatures.Household is null || signatures.Household <= before.HouseholdSigned))
        {
            sheet.Warn(Rule, F.HouseholdSigned, "待补签：电话核实发现变化，请在下次入户时请贫困户补签。");
        }

        return signatures;
    }

    /// <summary>The date of a signature; a name before it is dropped.</summary>
    private static DateOnly? Signed(Sheet sheet, string field, Need need)
    {
        var text = sheet.Text(field);
        if (!Cells.HasAnswer(sheet, field, text, need, Rule))
        {
            return null;
        }

        var at = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (at >= 0 && PartialDate.TryParse(text[at..].TrimEnd(')'), out var date) && date.Day is not null)
        {
            return date.Earliest;
        }

        sheet.Error(Rule, field, $"“{Sheet.Label(field)}”须写明签字日期，请按“2020年10月9日”的样子填写。");
        return null;
    }

    private static string? Scan(Sheet sheet)
    {
        var text = sheet.Compact(F.Scan);
        if (text.Length == 0)
        {
            return null;
        }

        if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
        {
            return text.ToLowerInvariant();
        }

        sheet.Error("F06", F.Scan, "“扫描件”无法识别，请重新上传。");
        return null;
    }
}
