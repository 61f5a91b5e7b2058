namespace Guzhang.Domain.Forms;

/// <summary>The options of one choice, indexed both ways.</summary>
internal sealed class ChoiceTable<T>
    where T : struct, Enum
{
    private readonly Dictionary<T, Choice<T>> _byValue = [];
    private readonly Dictionary<string, T> _byText = new(StringComparer.OrdinalIgnoreCase);

    private ChoiceTable(IReadOnlyList<Choice<T>> all)
    {
        All = all;
        foreach (var choice in all)
        {
            _byValue.Add(choice.Value, choice);
            _byText[choice.Code] = choice.Value;
            _byText[Mending.Compact(choice.Label)] = choice.Value;
            foreach (var other in choice.OtherLabels)
            {
                _byText[Mending.Compact(other)] = choice.Value;
            }
        }
    }

    public static ChoiceTable<T> Instance { get; } = new((IReadOnlyList<Choice<T>>)ChoiceTables.Of(typeof(T)));

    public IReadOnlyList<Choice<T>> All { get; }

    public Choice<T> Of(T value) => _byValue[value];

    public bool TryParse(string? text, out T value)
    {
        value = default;
        return text is not null && _byText.TryGetValue(Mending.Compact(text), out value);
    }
}
