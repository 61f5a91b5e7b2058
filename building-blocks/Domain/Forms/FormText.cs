using System.Globalization;
using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// A form as text per field: codes, dates and numbers in one fixed spelling, in the order of the form, blank fields left
/// out. Reading it gives an equal form.
/// </summary>
public static class FormText
{
    public static IReadOnlyDictionary<string, string> Of(Form form)
    {
        var text = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Basic(form, text);
        if (form.Away is { } away)
        {
            Away(away, text);
        }

        if (form.Home is { } home)
        {
            Home(home, text);
        }

        Later(form, text);
        if (form.NotGiven.Count == 0)
        {
            return text;
        }

        foreach (var (field, answer) in form.NotGiven)
        {
            text[field] = answer.Code();
        }

        var ordered = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in FormFields.All.Append(FormFields.SocialInsurance))
        {
            if (text.TryGetValue(field.Name, out var value))
            {
                ordered.Add(field.Name, value);
            }
        }

        return ordered;
    }

    private static void Basic(Form form, OrderedDictionary<string, string> text)
    {
        text.Add(F.FormYear, form.FormYear.ToString(CultureInfo.InvariantCulture));
        text.Add(F.ContactMeans, form.ContactMeans.Code());
        text.Add(F.Town, form.Town);
        Put(text, F.Village, form.Village);
        text.Add(F.Name, form.Name);
        text.Add(F.ResidentId, form.ResidentId.Value);
        text.Add(F.RegisteredProvince, form.RegisteredAt.Province);
        text.Add(F.RegisteredPrefecture, form.RegisteredAt.Prefecture);
        text.Add(F.RegisteredCounty, form.RegisteredAt.County);
        text.Add(F.RegisteredTown, form.RegisteredAt.Town);
        text.Add(F.RegisteredVillage, form.RegisteredAt.Village);
        Put(text, F.Phone, form.Phone);
        Put(text, F.Ethnicity, form.Ethnicity);
        text.Add(F.Verification, form.Verification.Code());
        text.Add(F.Status, form.Status.Code());
        Put(text, F.Working, form.Working);
        text.Add(F.Ability, form.Ability.Code());
        text.Add(F.SkillLevel, form.SkillLevel.Code());
        Put(text, F.PostSchool, form.PostSchool);
        Put(text, F.Education, form.Education);
        Put(text, F.GraduatedOn, form.GraduatedOn?.ToString());
        Put(text, F.HomeAddress, form.HomeAddress);
        Put(text, F.MonthsWorked, Number(form.MonthsWorked));
        Put(text, F.AnnualIncome, form.AnnualIncome?.ToString());
        Put(text, F.WorkMonths, form.WorkMonths.Count == 0 ? null : string.Join('、', form.WorkMonths));
        Put(text, F.FlexibleDays, Number(form.FlexibleDays));
        Put(text, F.KeepReason, form.KeepReason);
    }

    private static void Away(WorkingAway away, OrderedDictionary<string, string> text)
    {
        Put(text, PlaceFields.Workplace, away.Workplace);
        Put(text, F.EmploymentForm, away.EmploymentForm);
        Put(text, F.EmploymentFormNote, away.EmploymentFormNote);
        Put(text, F.Employer, away.Employer);
        Put(text, F.EmployedSince, away.EmployedSince?.ToString());
        Put(text, F.MonthlyWage, away.MonthlyWage?.ToString());
        Put(text, F.Industry, away.Industry);
        Put(text, F.IndustryNote, away.IndustryNote);
        Put(text, F.Contract, away.Contract);
        Put(text, F.EmployeePension, away.EmployeePension);
        Put(text, F.EmployeeMedical, away.EmployeeMedical);
        Put(text, F.Helped, away.Helped);
        Put(text, F.HelpedOn, away.HelpedOn?.ToString());
        Put(text, F.ReturnedFounder, away.ReturnedFounder);
        text.Add(F.OrganisedExport, away.OrganisedExport.Code());
    }

    private static void Home(NotWorking home, OrderedDictionary<string, string> text)
    {
        Put(text, F.NotWorkingType, home.Type);
        Put(text, F.UnemployedSince, home.UnemployedSince?.ToString());
        Put(text, F.PlanToGo, home.PlanToGo);
        Put(text, F.NoPlanReason, home.NoPlanReason);
        Put(text, F.NoPlanReasonNote, home.NoPlanReasonNote);
        Put(text, PlaceFields.Intended, home.IntendedPlace);
        Put(text, F.IntendedOn, home.IntendedOn?.ToString());
        Put(text, F.WillingToWork, home.WillingToWork);
        Put(text, F.NotPicky, home.NotPicky);
        Put(text, F.StatedWish, home.StatedWish);
        Put(text, F.IntendedJob, home.IntendedJob);
        Put(text, F.ExpectedWage, home.ExpectedWage?.ToString());
    }

    private static void Later(Form form, OrderedDictionary<string, string> text)
    {
        Put(text, F.Returned, form.Return.Returned);
        Put(text, F.ReturnReason, form.Return.Reason);
        Put(text, PlaceFields.Before, form.Return.WorkplaceBefore);
        Put(text, F.WantsTraining, form.Training.Wants);
        Put(text, F.TrainingKind, form.Training.Kinds.Count == 0 ? null : string.Join('、', form.Training.Kinds.Select(k => k.Code())));
        Put(text, F.TrainingTrade, form.Training.Trade);
        Put(text, F.TrainingOn, form.Training.On?.ToString());
        Put(text, F.Services, form.Services is { } services ? ServicesText(services) : null);
        Put(text, F.HouseholdSigned, Day(form.Signatures.Household));
        text.Add(F.Collector, form.Signatures.Collector);
        Put(text, F.CollectorSigned, Day(form.Signatures.CollectorSigned));
        Put(text, F.CollectorPhone, form.Signatures.CollectorPhone);
        Put(text, F.PaperArchiveNo, form.Signatures.PaperArchiveNo);
        Put(text, F.CallRecord, form.Signatures.CallRecord);
        Put(text, F.Scan, form.Signatures.Scan);
    }

    private static string ServicesText(ValueList<ServiceCount> services) => services.Count == 0
        ? ServicesRule.None
        : string.Join('、', services.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Service.Code()}:{s.Times}")));

    private static void Put(OrderedDictionary<string, string> text, PlaceFields at, Place? place)
    {
        if (place is null)
        {
            return;
        }

        text.Add(at.Province, place.Province);
        Put(text, at.Prefecture, place.Prefecture);
        if (at is { County: { } county, Town: { } town })
        {
            Put(text, county, place.County);
            Put(text, town, place.Town);
        }
    }

    private static void Put(OrderedDictionary<string, string> text, string field, string? value)
    {
        if (value is not null)
        {
            text.Add(field, value);
        }
    }

    private static void Put(OrderedDictionary<string, string> text, string field, bool? value) =>
        Put(text, field, value switch { true => "yes", false => "no", null => null });

    private static void Put<T>(OrderedDictionary<string, string> text, string field, T? value)
        where T : struct, Enum => Put(text, field, value?.Code());

    private static string? Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
