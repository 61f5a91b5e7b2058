using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Domain;
using Guzhang.Journal.Clock;

namespace Guzhang.Subsidy.People;

/// <summary>What Collection's events say of one person and form year, as far as screening asks.</summary>
public sealed record Person(Guid Laborer, int FormYear)
{
    /// <summary>The newest accepted form's; 0 before the first.</summary>
    public int FormVersion { get; init; }

    /// <summary>The day on which that form was accepted, in China.</summary>
    public DateOnly FormDate { get; init; }

    /// <summary>Where that form says; of who is confirmed, <see cref="Confirmed"/> says it.</summary>
    public string Town { get; init; } = "";

    public string? Village { get; init; }

    /// <summary>The newest confirmed form.</summary>
    public ConfirmedForm? Confirmed { get; init; }

    /// <summary>The last confirmed section 2 of the year: what counting looks at for someone at home.</summary>
    public LastWork? LastWork { get; init; }

    /// <summary>The form that has that section 2; null in rows from before it was kept.</summary>
    public int? LastWorkVersion { get; init; }

    /// <summary>The newest confirmed form of all years of a person; null before one is confirmed.</summary>
    public static ConfirmedForm? Newest(IEnumerable<Person> years) => years.Select(y => y.Confirmed).OfType<ConfirmedForm>().MaxBy(f => f.Version);

    /// <summary>Whose form an event is about; null for events that say nothing about one.</summary>
    public static (Guid Laborer, int FormYear)? Of(PublishedEvent e) => e.Type switch
    {
        EventTypes.FormSubmitted => e.Read<FormSubmitted>() is var form ? (form.Laborer, form.FormYear) : null,
        EventTypes.FormConfirmed => e.Read<FormConfirmed>() is var form ? (form.Laborer, form.FormYear) : null,
        _ => null,
    };

    /// <summary>Pure: after one more event about this person and year.</summary>
    public Person After(PublishedEvent e) => e.Type switch
    {
        EventTypes.FormSubmitted => After(e.Read<FormSubmitted>(), Day(e)),
        EventTypes.FormConfirmed => After(e.Read<FormConfirmed>(), Day(e)),
        _ => this,
    };

    private Person After(FormSubmitted form, DateOnly day) =>
        this with { FormVersion = form.FormVersion, FormDate = day, Town = form.Town, Village = form.Village };

    /// <summary>A confirmation is of the newest form; one that isn't known here is taken for accepted on the day it was confirmed.</summary>
    private Person After(FormConfirmed form, DateOnly day) => this with
    {
        Confirmed = new ConfirmedForm(form.FormVersion, form.FormVersion == FormVersion ? FormDate : day, form.Town, form.Village, form.Facts),
        LastWork = form.Facts.Working
            ? new LastWork(form.Facts.EmploymentForm, form.Facts.Industry, form.Facts.WorkplaceClass)
            : LastWork,
        LastWorkVersion = form.Facts.Working ? form.FormVersion : LastWorkVersion,
    };

    private static DateOnly Day(PublishedEvent e) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(e.RecordedAt, BusinessClock.China).DateTime);
}

/// <summary>A form that the task force confirmed; <paramref name="Date"/> is the day on which it was accepted.</summary>
public sealed record ConfirmedForm(int Version, DateOnly Date, string Town, string? Village, FormFacts Facts);
