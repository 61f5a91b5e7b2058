using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>Reads where the household is registered and which town and village look after it.</summary>
internal static class ResidenceCells
{
    /// <summary>户籍地. Blank province and prefecture mean the own ones; town and village outside the county are kept as written.</summary>
    public static Residence? Registered(Sheet sheet)
    {
        var divisions = sheet.Context.Divisions;
        if (Province(sheet, divisions) is not { } province)
        {
            Demand(sheet, F.RegisteredCounty, F.RegisteredTown, F.RegisteredVillage);
            return null;
        }

        var county = County(sheet, divisions, province);
        return Demand(sheet, F.RegisteredTown, F.RegisteredVillage) && county is not null ? TownAndVillage(sheet, divisions, county) : null;
    }

    /// <summary>负责镇 and 负责村: codes. A blank village is that of registration where the town is the same.</summary>
    public static (string? Town, string? Village) LookedAfterBy(Sheet sheet, Residence? registered)
    {
        var divisions = sheet.Context.Divisions;
        var text = sheet.Compact(F.Town);
        if (!Cells.HasAnswer(sheet, F.Town, text, Need.Always, "F06"))
        {
            return default;
        }

        if (divisions.FindTown(text) is not { } town)
        {
            sheet.Error("F06", F.Town, $"“负责镇”不是{divisions.County.Name}的镇，请填本县的镇名。");
            return default;
        }

        var villageText = sheet.Compact(F.Village);
        if (villageText.Length == 0)
        {
            return (town.Code, registered?.Town == town.Code ? registered.Village : null);
        }

        if (divisions.FindVillage(town.Code, villageText) is { } village)
        {
            return (town.Code, village.Code);
        }

        sheet.Error("F06", F.Village, $"“负责村”不是{town.Name}的村（社区），请填该镇的村名。");
        return (town.Code, null);
    }

    private static Division? Province(Sheet sheet, Divisions divisions)
    {
        var text = sheet.Compact(F.RegisteredProvince);
        if (text.Length == 0)
        {
            return divisions.Province;
        }

        var province = divisions.FindProvince(text);
        if (province is null)
        {
            sheet.Error("F06", F.RegisteredProvince, "“户籍地省”无法识别，请填省级名称。");
        }

        return province;
    }

    private static Division? County(Sheet sheet, Divisions divisions, Division province)
    {
        var text = sheet.Compact(F.RegisteredCounty);
        if (text.Length == 0)
        {
            if (province == divisions.Province && divisions.FindTown(sheet.Compact(F.RegisteredTown)) is not null)
            {
                return divisions.County;
            }

            Demand(sheet, F.RegisteredCounty);
            return null;
        }

        var prefectureText = sheet.Compact(F.RegisteredPrefecture);
        var prefecture = divisions.FindPrefecture(province.Code, prefectureText);
        var county = prefecture is not null
            ? divisions.FindCounty(prefecture.Code, text)
            : (province == divisions.Province ? divisions.FindCounty(divisions.Prefecture.Code, text) : null) ?? divisions.FindCounty(province.Code, text);
        if (county is null || (prefecture is null && prefectureText.Length > 0 && divisions.FindPrefecture(province.Code, "市辖区") is null && divisions.FindCounty(province.Code, prefectureText) is null))
        {
            sheet.Error("F06", F.RegisteredCounty, "“户籍地县(市区)”与所填的省、市（州）对不上，请按户口簿填写。");
            return null;
        }

        return county;
    }

    private static Residence? TownAndVillage(Sheet sheet, Divisions divisions, Division county)
    {
        var (town, village) = (sheet.Text(F.RegisteredTown), sheet.Text(F.RegisteredVillage));
        if (county.Code == divisions.County.Code)
        {
            if (divisions.FindTown(Mending.Compact(town)) is not { } known)
            {
                sheet.Error("F06", F.RegisteredTown, $"“户籍地镇(乡)”不是{divisions.County.Name}的镇，请按户口簿填写。");
                return null;
            }

            if (divisions.FindVillage(known.Code, Mending.Compact(village)) is not { } knownVillage)
            {
                sheet.Error("F06", F.RegisteredVillage, $"“户籍地村”不是{known.Name}的村（社区），请按户口簿填写。");
                return null;
            }

            (town, village) = (known.Code, knownVillage.Code);
        }

        return new Residence(county.Code[..2], county.Code[..4], county.Code, town, village);
    }

    /// <summary>Reports each of the fields that is blank; true when none is.</summary>
    private static bool Demand(Sheet sheet, params ReadOnlySpan<string> fields)
    {
        var all = true;
        foreach (var field in fields)
        {
            all &= Cells.HasAnswer(sheet, field, sheet.Compact(field), Need.Always, "F06");
        }

        return all;
    }
}
