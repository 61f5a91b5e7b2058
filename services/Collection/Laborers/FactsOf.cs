using System.Text.Json;
using Guzhang.Contracts.Collection;
using Guzhang.Domain;
using Guzhang.Domain.Forms;

namespace Guzhang.Collection.Laborers;

/// <summary>Pure: what of a form may leave Collection (form.md, last section).</summary>
internal static class FactsOf
{
    public static FormFacts Form(Form form, DateOnly formDate, Divisions divisions)
    {
        var (away, home) = (form.Away, form.Home);
        return new FormFacts
        {
            Status = form.Status.Code(),
            Verification = form.Verification.Code(),
            Working = form.Working,
            Ability = form.Ability.Code(),
            SkillLevel = form.SkillLevel.Code(),
            PostSchool = form.PostSchool,
            Education = form.Education?.Code(),
            Age = form.ResidentId.AgeAt(formDate),
            MonthsWorked = form.MonthsWorked ?? 0,
            AnnualIncome = form.AnnualIncome?.Amount ?? 0,
            WorkMonths = [.. form.WorkMonths.Select(m => m.ToString())],
            FlexibleDays = form.FlexibleDays ?? 0,
            Workplace = away?.Workplace?.Code,
            WorkplaceClass = form.WorkplaceClass(divisions)?.Code(),
            EmploymentForm = away?.EmploymentForm?.Code(),
            Industry = away?.Industry?.Code(),
            EmployedSince = away?.EmployedSince?.ToString(),
            MonthlyWage = away?.MonthlyWage?.Amount,
            Contract = away?.Contract,
            EmployeePension = away?.EmployeePension,
            EmployeeMedical = away?.EmployeeMedical,
            Helped = away?.Helped,
            HelpedOn = away?.HelpedOn?.ToString(),
            ReturnedFounder = away?.ReturnedFounder,
            OrganisedExport = away?.OrganisedExport.Code(),
            NotWorkingType = home?.Type?.Code(),
            UnemployedSince = home?.UnemployedSince?.ToString(),
            PlanToGo = home?.PlanToGo,
            NoPlanReason = home?.NoPlanReason?.Code(),
            IntendedPlace = home?.IntendedPlace?.Code,
            IntendedOn = home?.IntendedOn?.ToString(),
            ExpectedWage = home?.ExpectedWage?.Amount,
            WillingToWork = home?.WillingToWork,
            NotPicky = home?.NotPicky,
            Returned = form.Return.Returned,
            ReturnReason = form.Return.Reason?.Code(),
            WorkplaceBefore = form.Return.WorkplaceBefore?.Code,
            WorkplaceBeforeClass = form.WorkplaceBeforeClass(divisions)?.Code(),
            WantsTraining = form.Training.Wants,
            TrainingKinds = [.. form.Training.Kinds.Select(k => k.Code())],
            TrainingOn = form.Training.On?.Month.ToString(),
            Services = form.Services?.ToDictionary(s => s.Service.Code(), s => s.Times) ?? [],
        };
    }
}

/// <summary>The form's canonical text, which is what is sealed and what tells whether anything changed.</summary>
internal static class FormJson
{
    public static byte[] Write(IReadOnlyDictionary<string, string> text) => JsonSerializer.SerializeToUtf8Bytes(text, Contracts.ContractJson.Options);

    public static IReadOnlyDictionary<string, string> Read(byte[] json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json, Contracts.ContractJson.Options)!;
}
