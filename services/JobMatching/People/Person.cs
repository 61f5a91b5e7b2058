using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;

namespace Guzhang.JobMatching.People;

/// <summary>What is known of somebody who is on record: enough to open a case for them and to tell a newer form from an older.</summary>
public sealed record Person
{
    public required Guid Laborer { get; init; }

    /// <summary>Of the newest accepted form.</summary>
    public required int FormYear { get; init; }

    public required int FormVersion { get; init; }

    /// <summary>When that form was accepted.</summary>
    public required DateTimeOffset FormAt { get; init; }

    /// <summary>Who looks after the household, by that form.</summary>
    public required string Town { get; init; }

    public string? Village { get; init; }

    /// <summary>当前状态 of the newest confirmed form, a code; null before one is confirmed.</summary>
    public string? ConfirmedStatus { get; init; }

    /// <summary>Whether the task force has confirmed that the person has left the list (COL-07).</summary>
    public bool HasExited => ConfirmedStatus is { } status && status != Status.Normal.Code();

    /// <summary>Whether it was for good: 死亡 or 永久丧失劳动力. No report opens a case for them.</summary>
    public bool HasLeft => ConfirmedStatus is { } status && Choices.TryParse<Status>(status, out var left) && left is Status.LeftDead or Status.LeftAbility;

    /// <summary>Pure: after an accepted form.</summary>
    public static Person After(Person? person, FormSubmitted form, DateTimeOffset at) => new()
    {
        Laborer = form.Laborer,
        FormYear = form.FormYear,
        FormVersion = form.FormVersion,
        FormAt = at,
        Town = form.Town,
        Village = form.Village,
        ConfirmedStatus = person?.ConfirmedStatus,
    };

    /// <summary>Pure: after a confirmation. A form that isn't known here is taken for accepted when it was confirmed.</summary>
    public static Person After(Person? person, FormConfirmed form, DateTimeOffset at) => (person?.FormVersion == form.FormVersion ? person : new Person
    {
        Laborer = form.Laborer,
        FormYear = form.FormYear,
        FormVersion = form.FormVersion,
        FormAt = at,
        Town = form.Town,
        Village = form.Village,
    }) with
    { ConfirmedStatus = form.Facts.Status };
}
