using CsCheck;
using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

/// <summary>Whatever is typed into whichever fields.</summary>
[Trait("Req", "COL-01")]
public sealed class PropertyTests
{
    private static readonly string[] Texts =
    [
        "", " ", "是", "否", "有", "无", "不适用", "无法获取", "yes", "0", "1", "3", "3.5", "12", "13", "-1", "9000", "2020年5月", "2020-09-30",
        "2020年11月", "湖南省", "湘西州", "古丈县", "默戎镇", "广东", "境外", "越南", "北京市", "联系不上", "死亡", "电话", "其他", "其他(某事)", "高中、初中",
        "灵活就业", "自主创业", "种植", "从未外出就业过", "就业转失业", "务农", "技能培训", "未享受过就业服务", "职业指导2次", "13574300009", "丧失劳动力",
        "技能劳动力", "初级", "abc", "<b>", "１２", "某某", "433126104", "2016年6月", "2020年10月13日", "高中", "60000", "1.5E+17", "3,5",
    ];

    /// <summary>Of every age and region that a rule speaks of.</summary>
    private static readonly Gen<string> Numbers =
        from region in Gen.Int[0, 3].Select(i => ((string[])["433126", "433199", "990126", "510202"])[i])
        from birth in Gen.Int[0, 5].Select(i => ((string[])["19900307", "19591012", "20041013", "20041012", "20150601", "20201013"])[i])
        select Sample.Id(region, birth);

    private static readonly Gen<Dictionary<string, string>> Typed =
        from at in Gen.Int[0, 2]
        from number in Gen.Frequency((1, Numbers), (1, Gen.Const("")))
        from changes in Gen.Select(Gen.Int[0, FormFields.All.Count - 1].Select(i => FormFields.All[i].Name), Gen.Frequency((4, Gen.Int[0, Texts.Length - 1].Select(i => Texts[i])), (1, Gen.String[0, 12]))).Array[0, 6]
        select Change(at switch { 0 => Sample.Working(), 1 => Sample.AtHome(), _ => Sample.OutOfReach() }, number.Length == 0 ? changes : [("residentId", number), .. changes]);

    private static readonly RegisterView[] Registers =
    [
        RegisterView.Unknown, RegisterView.Offline, RegisterView.Unknown with { LookAlikes = [new LookAlike(3, null)] },
        new RegisterView.OnRecord(2, 2), new RegisterView.OnRecord(2, 1), new RegisterView.OnRecord(2, null, new LastWork(null, null, "in-county"), HasWorked: true),
        new RegisterView.OnRecord(1, 1, HouseholdSigned: new DateOnly(2020, 10, 9)),
    ];

    private static readonly Gen<FormContext> Contexts =
        Gen.Int[0, Registers.Length - 1].Select(i => Sample.Context with { Register = Registers[i] });

    [Fact]
    public void Given_the_fields_in_any_order_then_the_findings_are_the_same() =>
        Gen.Select(Typed, Contexts, Gen.Int).Sample((fields, context, seed) =>
        {
            var keys = fields.Keys.ToArray();
            new Random(seed).Shuffle(keys);
            var shuffled = keys.ToDictionary(k => k, k => fields[k]);
            var (a, b) = (Sample.Read(fields, context), Sample.Read(shuffled, context));
            return a.Findings.SequenceEqual(b.Findings) && Equals(a.Form, b.Form);
        });

    [Fact]
    public void Given_a_form_then_reading_its_text_gives_an_equal_form_and_the_same_findings() =>
        Gen.Select(Typed, Contexts).Sample((fields, context) =>
        {
            var first = Sample.Read(fields, context);
            if (first.Form is not { } form)
            {
                return true;
            }

            var text = FormText.Of(form);
            var again = FormReader.Read(text, context);
            return form.Equals(again.Form) && again.Findings.SequenceEqual(first.Findings)
                && FormText.Of(again.Form!).SequenceEqual(text);
        });

    [Fact]
    [Trait("Req", "COL-10")]
    public void Given_a_form_then_reading_the_cells_it_is_written_to_gives_an_equal_form_and_the_same_findings() =>
        Gen.Select(Typed, Contexts).Sample((fields, context) =>
        {
            var first = Sample.Read(fields, context);
            if (first.Form is not { } form)
            {
                return true;
            }

            var cells = FormCells.Of(FormText.Of(form), Sample.Divisions);
            var again = FormReader.Read(cells, context);
            return form.Equals(again.Form) && again.Findings.SequenceEqual(first.Findings)
                && !cells.Any(c => c.Value is "yes" or "no" or "normal" && !IsFreeText(c.Key));
        });

    [Fact]
    public void Given_anything_then_a_form_comes_out_exactly_when_no_finding_is_an_error() =>
        Gen.Select(Typed, Contexts).Sample((fields, context) =>
        {
            var reading = Sample.Read(fields, context);
            return reading.Form is null == reading.Findings.Any(f => f.Severity == Severity.Error);
        });

    [Fact]
    public void Given_anything_then_every_finding_has_a_rule_a_field_and_a_Chinese_sentence() =>
        Gen.Select(Typed, Contexts).Sample((fields, context) => Sample.Read(fields, context).Findings.All(f =>
            f.Rule.Length == 3 && f.Rule[0] == 'F' && FormFields.ByName(f.Field) is not null
            && f.Message.EndsWith('。') && f.Message.Length > 8 && !f.Message.Any(char.IsAsciiLetter)));

    [Fact]
    public void Given_anything_then_a_rule_speaks_of_a_field_once() =>
        Gen.Select(Typed, Contexts).Sample((fields, context) => Sample.Read(fields, context).Findings.GroupBy(f => (f.Rule, f.Field)).All(g => g.Count() == 1));

    [Fact]
    public void Given_anything_then_what_an_error_refused_is_used_by_no_warning() =>
        Gen.Select(Typed, Contexts).Sample((fields, context) =>
        {
            var reading = Sample.Read(fields, context);
            var refused = reading.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Field).ToHashSet();
            return reading.Findings.All(f => f.Severity == Severity.Error || !refused.Contains(f.Field));
        });

    [Fact]
    [Trait("Req", "F01")]
    public void Given_a_good_number_when_one_digit_is_changed_then_it_is_not_good() =>
        Gen.Select(Gen.Int[0, 16], Gen.Int[1, 9], Gen.Int[1, 998]).Sample((at, by, sequence) =>
        {
            var id = Sample.Id("433126", "19900307", sequence.ToString("D3", null));
            var digits = id.ToCharArray();
            digits[at] = (char)('0' + ((digits[at] - '0' + by) % 10));
            return ResidentId.TryParse(id, out _) && !ResidentId.TryParse(new string(digits), out _);
        });

    /// <summary>What people say may be any word, a code of ours among them.</summary>
    private static bool IsFreeText(string field) => field == FieldNames.Collector || FormFields.ByName(field)!.IsPersonal;

    private static Dictionary<string, string> Change(Dictionary<string, string> fields, (string Field, string Text)[] changes)
    {
        foreach (var (field, text) in changes)
        {
            fields[field] = text;
        }

        return fields;
    }
}
