using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Contracts.JobMatching;
using Guzhang.Contracts.Subsidy;

namespace Guzhang.Reporting.Facts;

/// <summary>One row of <c>reporting.facts</c>: what one event says about a person. The key tells the source (0002 of the scripts).</summary>
public sealed record FactRow(
    Guid Laborer, int FormYear, string Key, long Seq, string Source, string Town, string Value, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo)
{
    /// <summary>The row that an event makes, and the event's record; null for events that say nothing a report counts.</summary>
    public static (FactRow Row, object Said)? Of(PublishedEvent e)
    {
        // Reading the whole record is the check that what is stored can be read again.
        switch (e.Type)
        {
            case EventTypes.FormSubmitted:
                var form = e.Read<FormSubmitted>();
                return (Row(form.Laborer, form.FormYear, "form", form.Town), form);
            case EventTypes.FormConfirmed:
                var confirmed = e.Read<FormConfirmed>();
                return (Row(confirmed.Laborer, confirmed.FormYear, "confirmed", confirmed.Town), confirmed);
            case EventTypes.FormReturned:
                var returned = e.Read<FormReturned>();
                return (Row(returned.Laborer, returned.FormYear, "returned", returned.Town), returned);
            case EventTypes.QualificationChanged:
                var screened = e.Read<QualificationChanged>();
                return (Row(screened.Laborer, screened.FormYear, $"qualifies-{screened.Scheme}", screened.Town), screened);
            case EventTypes.CaseOpened or EventTypes.CaseEscalated or EventTypes.CaseLogged or EventTypes.CaseHandedOver or EventTypes.CaseClosed:
                var followed = e.Read<CaseEvent>();
                return (Row(followed.Laborer, followed.FormYear, $"case-{followed.Case}", followed.Standing.Town), followed);
            default:
                return null;
        }

        FactRow Row(Guid laborer, int year, string key, string town) =>
            new(laborer, year, key, e.Seq, e.Source, town ?? throw new JsonException($"{e.Type} {e.Id}: no town"), e.Data.GetRawText(), e.RecordedAt.ToUniversalTime(), null);
    }
}
