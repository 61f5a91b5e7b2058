namespace Guzhang.Domain.Tests;

[Trait("Req", "F01")]
public sealed class ResidentIdTests
{
    [Theory]
    [InlineData("11010519491231002X")]
    [InlineData("440524188001010014")]
    [InlineData("11010519491231002x")]
    [InlineData(" １１０１０５１９４９１２３１００２ｘ ")]
    public void Given_the_standards_own_examples_when_read_then_they_are_good(string text) =>
        ResidentId.TryParse(text, out _).Should().BeTrue();

    [Theory]
    [InlineData("", ResidentIdFault.Length)]
    [InlineData(null, ResidentIdFault.Length)]
    [InlineData("11010519491231002", ResidentIdFault.Length)]
    [InlineData("11010519491231002X0", ResidentIdFault.Length)]
    [InlineData("1101051949123100O4", ResidentIdFault.Characters)]
    [InlineData("11010519491231002A", ResidentIdFault.Characters)]
    [InlineData("110105194902290024", ResidentIdFault.BirthDate)]
    [InlineData("110105194913310024", ResidentIdFault.BirthDate)]
    [InlineData("110105194900310024", ResidentIdFault.BirthDate)]
    [InlineData("110105194912310021", ResidentIdFault.Checksum)]
    public void Given_a_bad_number_when_read_then_the_fault_is_named(string? text, ResidentIdFault fault) =>
        ResidentId.Read(text, out _).Should().Be(fault);

    [Fact]
    public void Given_a_good_number_when_read_then_it_tells_region_birth_date_and_sex()
    {
        ResidentId.TryParse("11010519491231002x", out var id).Should().BeTrue();

        id!.Value.Should().Be("11010519491231002X");
        id.RegionCode.Should().Be("110105");
        id.BirthDate.Should().Be(new DateOnly(1949, 12, 31));
        id.Sex.Should().Be(Sex.Female);
        ResidentId.TryParse(Sample.Id("433126", "19900307", "003"), out var man).Should().BeTrue();
        man!.Sex.Should().Be(Sex.Male);
    }

    [Theory]
    [InlineData("20041012", 16)]
    [InlineData("20041013", 15)]
    [InlineData("20041011", 16)]
    [InlineData("19591012", 61)]
    public void Given_a_birthday_when_age_is_asked_then_it_counts_whole_years(string birth, int age)
    {
        ResidentId.TryParse(Sample.Id("433126", birth), out var id).Should().BeTrue();
        id!.AgeAt(Sample.Today).Should().Be(age);
    }

    [Fact]
    public void Given_someone_born_on_29_February_then_the_birthday_of_a_common_year_is_1_March()
    {
        ResidentId.TryParse(Sample.Id("433126", "20040229"), out var id).Should().BeTrue();
        id!.AgeAt(new DateOnly(2021, 2, 28)).Should().Be(16);
        id.AgeAt(new DateOnly(2021, 3, 1)).Should().Be(17);
    }
}
