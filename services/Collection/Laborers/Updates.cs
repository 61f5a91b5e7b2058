using System.Globalization;
using Guzhang.Domain.Forms;

namespace Guzhang.Collection.Laborers;

/// <summary>Reads the next form of somebody on record, which starts from the newest and carries on whatever it doesn't change.</summary>
internal static class Updates
{
    private const string SignedField = "householdSigned";

    /// <summary>
    /// F18 of a check by phone: a signature that was carried on stands under the newest form, not under a change. Where nothing but the
    /// check is new it does, unless the newest form waits for one still.
    /// </summary>
    /// <param name="maker">Opens the newest form, if the check brings anything new.</param>
    /// <param name="entry">The person on record.</param>
    /// <param name="laborer">The same as the stream tells.</param>
    /// <param name="view">What the rules are told of the register.</param>
    /// <param name="read">Reads the form.</param>
    /// <exception cref="Sealing.SealBrokenException">The person's key does not open the newest form.</exception>
    public static FormReading Read(FormMaker maker, Entry entry, Laborer laborer, RegisterView view, Func<RegisterView, FormReading> read)
    {
        var reading = read(view);
        if (reading.Form is not { ContactMeans: ContactMeans.Phone, Signatures.Household: not null } form
            || view is not RegisterView.OnRecord known || maker.IsSame(form, entry))
        {
            return reading;
        }

        var before = maker.Open(entry.Laborer, laborer, entry.WrappedKey);
        var waits = laborer.Form!.Warnings.Any(w => w is { Rule: "F18", Field: SignedField });
        return before.TryGetValue(SignedField, out var signed) && (waits || !FormMaker.Changed(before, FormText.Of(form)).All(FormFields.OfTheCheck.Contains))
            ? read(known with { HouseholdSigned = DateOnly.ParseExact(signed, "yyyy-MM-dd", CultureInfo.InvariantCulture) })
            : reading;
    }
}
