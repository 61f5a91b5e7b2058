using Guzhang.Contracts;
using Guzhang.Contracts.Collection;

namespace Guzhang.Verification.Work;

/// <summary>What an event of Collection says about a person's work: a new version, or the answer to a decision.</summary>
public abstract record WorkChange(Guid Laborer)
{
    /// <summary>Pure; null for events that say nothing about it.</summary>
    public static WorkChange? Of(PublishedEvent e)
    {
        switch (e.Type)
        {
            case EventTypes.FormSubmitted:
                return new Submission(Item(e.Read<FormSubmitted>(), e.RecordedAt));
            case EventTypes.FormConfirmed:
                var confirmed = e.Read<FormConfirmed>();
                return new Answer(
                    confirmed.Laborer, AnswerKind.Confirmed, confirmed.FormVersion, new Decision(confirmed.Decision, confirmed.Officer, null), null);
            case EventTypes.FormReturned:
                var returned = e.Read<FormReturned>();
                return new Answer(
                    returned.Laborer, AnswerKind.Returned, returned.FormVersion, new Decision(returned.Decision, returned.Officer, returned.Reasons), null);
            case EventTypes.ConfirmationOutdated:
                var outdated = e.Read<ConfirmationOutdated>();
                return new Answer(
                    outdated.Laborer, AnswerKind.Outdated, outdated.DecidedVersion, new Decision(outdated.Decision, outdated.Officer, null), null);
            case EventTypes.ConfirmationRefused:
                var refused = e.Read<ConfirmationRefused>();
                return new Answer(
                    refused.Laborer, AnswerKind.Refused, refused.FormVersion, new Decision(refused.Decision, refused.Officer, null), refused.Rule);
            default:
                return null;
        }
    }

    private static WorkItem Item(FormSubmitted form, DateTimeOffset at) => new()
    {
        Laborer = form.Laborer,
        FormYear = form.FormYear,
        FormVersion = form.FormVersion,
        Town = form.Town,
        Village = form.Village,
        Collector = form.Collector,
        Warnings = form.Warnings,
        ChangedFields = form.ChangedFields,
        SubmittedAt = at,
    };
}

/// <summary>A new version of the form: the work begins anew.</summary>
public sealed record Submission(WorkItem Item) : WorkChange(Item.Laborer);

/// <summary>How Collection answers a decision.</summary>
public enum AnswerKind
{
    Confirmed,
    Returned,

    /// <summary>There was a newer version.</summary>
    Outdated,

    /// <summary>A rule forbids it.</summary>
    Refused,
}

/// <summary>Collection's answer to a decision on a version; <paramref name="Rule"/> says why it refused.</summary>
public sealed record Answer(Guid Laborer, AnswerKind Kind, int FormVersion, Decision Decision, string? Rule) : WorkChange(Laborer);
