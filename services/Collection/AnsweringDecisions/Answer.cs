using System.Security.Cryptography;
using Guzhang.Collection.Laborers;
using Guzhang.Contracts.Collection;
using Guzhang.Contracts.Verification;
using Guzhang.Journal;

namespace Guzhang.Collection.AnsweringDecisions;

/// <summary>
/// Pure: what Collection answers to a decision of the task force. Ids are derived from the decision, and a decision that was
/// answered before yields nothing, so the same message may come twice.
/// </summary>
internal static class Answer
{
    private const string OwnForm = "VER-03";
    private const string BelowStandard = "F13";

    public static NewEvent? To(ConfirmationDecided wish, Laborer laborer)
    {
        if (laborer.Form is not { } form || laborer.Answered.Contains(wish.Decision))
        {
            return null;
        }

        return form.FormVersion != wish.FormVersion ? Outdated(wish.Decision, wish.FormVersion, wish.Officer, form)
            : form.Collector == wish.Officer ? Refused(wish.Decision, wish.Officer, OwnForm, form)
            : form.Warnings.Any(w => w is { Rule: BelowStandard, Field: "keepReason" }) ? Refused(wish.Decision, wish.Officer, BelowStandard, form)
            : laborer.State != FormState.Awaiting ? null
            : LaborerEvents.New(Id(wish.Decision), LaborerEvents.FormConfirmed, new FormConfirmed
            {
                Laborer = form.Laborer,
                FormYear = form.FormYear,
                FormVersion = form.FormVersion,
                Town = form.Town,
                Village = form.Village,
                Facts = form.Facts,
                Warnings = form.Warnings,
                Collector = form.Collector,
                Officer = wish.Officer,
                Decision = wish.Decision,
            });
    }

    public static NewEvent? To(ReturnDecided wish, Laborer laborer)
    {
        if (laborer.Form is not { } form || laborer.Answered.Contains(wish.Decision))
        {
            return null;
        }

        return form.FormVersion != wish.FormVersion ? Outdated(wish.Decision, wish.FormVersion, wish.Officer, form)
            : form.Collector == wish.Officer ? Refused(wish.Decision, wish.Officer, OwnForm, form)
            : laborer.State != FormState.Awaiting ? null
            : LaborerEvents.New(Id(wish.Decision), LaborerEvents.FormReturned, new FormReturned
            {
                Laborer = form.Laborer,
                FormYear = form.FormYear,
                FormVersion = form.FormVersion,
                Town = form.Town,
                Officer = wish.Officer,
                Reasons = wish.Reasons,
                Decision = wish.Decision,
            });
    }

    private static NewEvent Outdated(Guid decision, int decidedVersion, string officer, FormSubmitted form) =>
        LaborerEvents.New(Id(decision), LaborerEvents.ConfirmationOutdated, new ConfirmationOutdated
        {
            Laborer = form.Laborer,
            DecidedVersion = decidedVersion,
            CurrentVersion = form.FormVersion,
            Town = form.Town,
            Officer = officer,
            Decision = decision,
        });

    private static NewEvent Refused(Guid decision, string officer, string rule, FormSubmitted form) =>
        LaborerEvents.New(Id(decision), LaborerEvents.ConfirmationRefused, new ConfirmationRefused
        {
            Laborer = form.Laborer,
            FormVersion = form.FormVersion,
            Town = form.Town,
            Officer = officer,
            Rule = rule,
            Decision = decision,
        });

    private static Guid Id(Guid decision) => new(SHA256.HashData([.. decision.ToByteArray(), .. "answer"u8]).AsSpan(0, 16));
}
