using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// A form's text (<see cref="FormText"/>) as people write it: the printed labels, names of divisions, 2020年5月, 职业指导2次. What the
/// workbook's cells hold; reading them gives an equal form.
/// </summary>
public static class FormCells
{
    private static readonly Dictionary<string, Func<string, string>> Spellings = new(StringComparer.Ordinal)
    {
        [F.ContactMeans] = Label<ContactMeans>,
        [F.Ethnicity] = Label<Ethnicity>,
        [F.Verification] = Label<Verification>,
        [F.Status] = Label<Status>,
        [F.Working] = YesNo,
        [F.Ability] = Label<Ability>,
        [F.SkillLevel] = Label<SkillLevel>,
        [F.PostSchool] = YesNo,
        [F.Education] = Label<Education>,
        [F.GraduatedOn] = Date,
        [F.WorkMonths] = text => Each(text, Date),
        [F.EmploymentForm] = Label<EmploymentForm>,
        [F.EmployedSince] = Date,
        [F.Industry] = Label<Industry>,
        [F.Contract] = YesNo,
        [F.EmployeePension] = YesNo,
        [F.EmployeeMedical] = YesNo,
        [F.Helped] = YesNo,
        [F.HelpedOn] = Date,
        [F.ReturnedFounder] = YesNo,
        [F.OrganisedExport] = Label<OrganisedExport>,
        [F.NotWorkingType] = Label<NotWorkingType>,
        [F.UnemployedSince] = Date,
        [F.PlanToGo] = YesNo,
        [F.NoPlanReason] = Label<NoPlanReason>,
        [F.IntendedOn] = Date,
        [F.WillingToWork] = YesNo,
        [F.NotPicky] = YesNo,
        [F.Returned] = YesNo,
        [F.ReturnReason] = Label<ReturnHomeReason>,
        [F.WantsTraining] = text => text == "yes" ? "有" : text == "no" ? "无" : text,
        [F.TrainingKind] = text => Each(text, Label<TrainingKind>),
        [F.TrainingOn] = Date,
        [F.Services] = Services,
        [F.HouseholdSigned] = Date,
        [F.CollectorSigned] = Date,
        [F.SocialInsurance] = YesNo,
    };

    /// <summary>Cells by field name, in the order of the form; blank ones are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> text, Divisions divisions)
    {
        var cells = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in text)
        {
            cells.Add(field, IsNotGiven(value, out var answer) ? answer : Spellings.TryGetValue(field, out var spell) ? spell(value) : value);
        }

        Names(cells, text, divisions);
        return cells;
    }

    private static bool IsNotGiven(string value, out string answer)
    {
        answer = value == NotGiven.NotApplicable.Code() ? NotGiven.NotApplicable.Label() : value == NotGiven.Unavailable.Code() ? NotGiven.Unavailable.Label() : "";
        return answer.Length > 0;
    }

    private static void Names(OrderedDictionary<string, string> cells, IReadOnlyDictionary<string, string> text, Divisions divisions)
    {
        string? Of(string? field) => field is null ? null : text.GetValueOrDefault(field);
        void Name(string? field, Func<string, Division?> find)
        {
            if (Of(field) is { } code && divisions.Find(code) is { } division)
            {
                // Where the name alone means another, or nothing, the code is what people write.
                cells[field!] = find(division.Name)?.Code == code ? division.Name : code;
            }
        }

        Name(F.Town, divisions.FindTown);
        Name(F.Village, name => divisions.FindVillage(Of(F.Town), name));
        Name(F.RegisteredProvince, divisions.FindProvince);
        Name(F.RegisteredPrefecture, name => divisions.FindPrefecture(Of(F.RegisteredProvince)!, name));
        Name(F.RegisteredCounty, name => divisions.FindCounty(Of(F.RegisteredPrefecture)!, name));
        Name(F.RegisteredTown, divisions.FindTown);
        Name(F.RegisteredVillage, name => divisions.FindVillage(Of(F.RegisteredTown), name));
        foreach (var at in (ReadOnlySpan<PlaceFields>)[PlaceFields.Workplace, PlaceFields.Before, PlaceFields.Intended])
        {
            Name(at.Province, divisions.FindProvince);
            Name(at.Prefecture, name => divisions.FindPrefecture(Of(at.Province)!, name));
            Name(at.County, name => Of(at.Prefecture) is { } prefecture ? divisions.FindCounty(prefecture, name) : divisions.FindCounty(Of(at.Province)!, name));
            Name(at.Town, divisions.FindTown);
            if (Of(at.Province) is { } province && divisions.NameOfCountry(province) is { } country && divisions.FindCountry(country) == province)
            {
                cells[at.Province] = country;
            }
        }
    }

    private static string Label<T>(string text)
        where T : struct, Enum => Choices.TryParse<T>(text, out var value) ? value.Label() : text;

    private static string YesNo(string text) => text == "yes" ? "是" : text == "no" ? "否" : text;

    private static string Date(string text) => !PartialDate.TryParse(text, out var date) ? text
        : date.Day is { } day ? $"{date.Month.Year}年{date.Month.Month}月{day}日" : $"{date.Month.Year}年{date.Month.Month}月";

    private static string Services(string text) => text == ServicesRule.None ? ServicesRule.NoneLabel
        : Each(text, service => service.Split(':') is [var name, var times] ? $"{Label<Service>(name)}{times}次" : service);

    private static string Each(string text, Func<string, string> spell) => string.Join('、', text.Split('、').Select(spell));
}
