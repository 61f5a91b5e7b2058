using System.Reflection;
using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

[Trait("Req", "COL-01")]
public sealed class FormFieldsTests
{
    [Fact]
    public void Given_every_field_then_names_and_labels_are_unique_and_in_the_order_of_the_sections()
    {
        FormFields.All.Select(f => f.Name).Should().OnlyHaveUniqueItems();
        FormFields.All.Select(f => f.Label).Should().OnlyHaveUniqueItems();
        FormFields.All.Select(f => (int)f.Section).Should().BeInAscendingOrder();
        FormFields.All.Select(f => f.Order).Should().Equal(Enumerable.Range(0, FormFields.All.Count));
    }

    [Fact]
    public void Given_the_constants_of_names_then_they_are_the_fields()
    {
        var constants = typeof(FieldNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        constants.Should().Equal([.. FormFields.All.Select(f => f.Name), FormFields.SocialInsurance.Name]);
    }

    [Fact]
    [Trait("Req", "COL-09")]
    public void Given_any_spelling_of_a_header_then_it_means_one_field_only()
    {
        foreach (var field in FormFields.All.Append(FormFields.SocialInsurance))
        {
            FormFields.ByName(field.Name).Should().BeSameAs(field);
            foreach (var header in (string[])[field.Name, field.Label, .. field.OtherLabels])
            {
                FormFields.ByHeader(header).Should().BeSameAs(field, header);
            }
        }
    }

    [Theory]
    [Trait("Req", "COL-09")]
    [InlineData("□ 核实情况", "verification")]
    [InlineData("户籍地-市（州）", "registeredPrefecture")]
    [InlineData("务工地点 县", "workplaceCounty")]
    [InlineData("其中：灵活就业天数", "flexibleDays")]
    [InlineData("身份证号", "residentId")]
    [InlineData("年度务工收入（元）", "annualIncome")]
    [InlineData("是否缴纳社会保险", "socialInsurance")]
    [InlineData("序号", null)]
    [InlineData(null, null)]
    public void Given_a_header_as_offices_write_it_then_the_field_is_found(string? header, string? name) =>
        FormFields.ByHeader(header)?.Name.Should().Be(name);

    [Theory]
    [InlineData("name", true)]
    [InlineData("residentId", true)]
    [InlineData("phone", true)]
    [InlineData("homeAddress", true)]
    [InlineData("employer", true)]
    [InlineData("statedWish", true)]
    [InlineData("workplaceTown", true)]
    [InlineData("workplaceCounty", false)]
    [InlineData("monthsWorked", false)]
    [InlineData("town", false)]
    public void Given_a_field_then_it_is_known_whether_it_may_leave(string name, bool personal) =>
        FormFields.ByName(name)!.IsPersonal.Should().Be(personal);
}
