using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>F19: the year's income is near what wage and months give: at most twice, at least half of it.</summary>
internal static class IncomeRule
{
    private const string Rule = "F19";

    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft is not { AnnualIncome.Amount: var income, MonthsWorked: { } months, Away.MonthlyWage.Amount: var wage })
        {
            return;
        }

        var earned = wage * months;
        if (income > 2 * earned)
        {
            sheet.Warn(Rule, F.AnnualIncome, "“年度务工收入”超过“月平均工资”乘“年度累计务工时间”的两倍：请核对收入、工资和务工月数，按实际填写。");
        }
        else if (income < earned / 2)
        {
            sheet.Warn(Rule, F.AnnualIncome, "“年度务工收入”不到“月平均工资”乘“年度累计务工时间”的一半：请核对收入、工资和务工月数，按实际填写。");
        }
    }
}
