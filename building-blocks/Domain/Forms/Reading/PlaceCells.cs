namespace Guzhang.Domain.Forms;

/// <summary>The cells of a place of work, one per level: province and prefecture; county inside the own province; town inside the own county.</summary>
internal sealed record PlaceFields(string Province, string Prefecture, string? County = null, string? Town = null)
{
    public static PlaceFields Workplace { get; } = new(
        FieldNames.WorkplaceProvince, FieldNames.WorkplacePrefecture, FieldNames.WorkplaceCounty, FieldNames.WorkplaceTown);

    public static PlaceFields Before { get; } = new(
        FieldNames.WorkplaceBeforeProvince, FieldNames.WorkplaceBeforePrefecture, FieldNames.WorkplaceBeforeCounty, FieldNames.WorkplaceBeforeTown);

    public static PlaceFields Intended { get; } = new(FieldNames.IntendedProvince, FieldNames.IntendedPrefecture);
}

/// <summary>Reads places of work.</summary>
internal static class PlaceCells
{
    /// <summary>The place, or null where it is blank, not given or refused.</summary>
    public static Place? Read(Sheet sheet, PlaceFields at, Need need, string rule)
    {
        var divisions = sheet.Context.Divisions;
        var text = sheet.Compact(at.Province);
        if (text.Length == 0 && need == Need.Optional && AllBlank(sheet, at))
        {
            return null;
        }

        if (!Cells.HasAnswer(sheet, at.Province, text, need == Need.Optional ? Need.Answer : need, rule))
        {
            return null;
        }

        if (divisions.FindCountry(text) is { } country)
        {
            return Abroad(sheet, at, country);
        }

        if (divisions.FindProvince(text) is not { } province)
        {
            sheet.Error("F06", at.Province, $"“{Sheet.Label(at.Province)}”无法识别，请填省级名称（如“广东省”），在国外的填“境外”或国名。");
            return null;
        }

        if (!TryPrefecture(sheet, at, province, rule, out var prefecture, out var county))
        {
            return null;
        }

        return at.County is null ? new Place(province.Code, prefecture) : Finer(sheet, at, rule, province.Code, prefecture, county);
    }

    private static Place Abroad(Sheet sheet, PlaceFields at, string country)
    {
        var detail = sheet.Text(at.Prefecture);
        if (country == Place.Overseas && sheet.Context.Divisions.FindCountry(detail) is { } named && named != Place.Overseas)
        {
            return new Place(named);
        }

        return new Place(country, detail.Length == 0 ? null : detail);
    }

    /// <summary>Prefectures; a county in the prefecture's cell is taken as such, as are the municipalities and 省直辖县.</summary>
    private static bool TryPrefecture(Sheet sheet, PlaceFields at, Division province, string rule, out string? prefecture, out string? county)
    {
        (prefecture, county) = (null, null);
        var divisions = sheet.Context.Divisions;
        var text = sheet.Compact(at.Prefecture);
        var hasPrefectures = divisions.FindPrefecture(province.Code, "市辖区") is null && province.Code is not ("71" or "81" or "82");
        if (text.Length == 0 || Choices.TryParse<NotGiven>(text, out _))
        {
            return !hasPrefectures || Cells.HasAnswer(sheet, at.Prefecture, text, Need.Answer, rule) || !sheet.IsRefused(at.Prefecture);
        }

        if (!hasPrefectures && divisions.FindProvince(text)?.Code == province.Code)
        {
            return true;
        }

        prefecture = divisions.FindPrefecture(province.Code, text)?.Code;
        if (prefecture is null && divisions.FindCounty(province.Code, text) is { } found)
        {
            (prefecture, county) = (found.Code[..4], found.Code);
        }

        if (prefecture is null && hasPrefectures)
        {
            sheet.Error("F06", at.Prefecture, $"“{Sheet.Label(at.Prefecture)}”与所填的省对不上，请填该省的市（州）名称。");
            return false;
        }

        prefecture ??= text;
        return true;
    }

    private static Place? Finer(Sheet sheet, PlaceFields at, string rule, string province, string? prefecture, string? county)
    {
        var divisions = sheet.Context.Divisions;
        var inProvince = province == divisions.Province.Code;
        var text = sheet.Text(at.County!);
        if (text.Length > 0 && !sheet.TakeNotGiven(at.County!, text, Need.Answer))
        {
            county = divisions.FindCounty(prefecture ?? province, Mending.Compact(text))?.Code ?? (county is null && !inProvince ? text : county);
            if (county is null)
            {
                sheet.Error("F06", at.County!, $"“{Sheet.Label(at.County!)}”与所填的市（州）对不上，请填该市（州）的县（市、区）名称。");
                return null;
            }
        }
        else if (county is null && inProvince && !Cells.HasAnswer(sheet, at.County!, text, Need.Answer, rule) && sheet.IsRefused(at.County!))
        {
            return null;
        }

        var town = sheet.Text(at.Town!);
        if (county != divisions.County.Code)
        {
            return new Place(province, prefecture, county, town.Length == 0 || sheet.TakeNotGiven(at.Town!, town, Need.Answer) ? null : town);
        }

        if (!Cells.HasAnswer(sheet, at.Town!, town, Need.Answer, rule))
        {
            return sheet.IsRefused(at.Town!) ? null : new Place(province, prefecture, county);
        }

        if (divisions.FindTown(Mending.Compact(town)) is { } known)
        {
            return new Place(province, prefecture, county, known.Code);
        }

        sheet.Error("F06", at.Town!, $"“{Sheet.Label(at.Town!)}”不是{divisions.County.Name}的镇（乡），请改正。");
        return null;
    }

    private static bool AllBlank(Sheet sheet, PlaceFields at) =>
        sheet.IsBlank(at.Prefecture) && (at.County is null || (sheet.IsBlank(at.County) && sheet.IsBlank(at.Town!)));
}
