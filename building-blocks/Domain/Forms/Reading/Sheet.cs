namespace Guzhang.Domain.Forms;

/// <summary>The raw texts of one form while it is read, with what was found wrong so far.</summary>
internal sealed class Sheet(IReadOnlyDictionary<string, string> fields, FormContext context)
{
    private const int LongestText = 500;

    private readonly List<Finding> _findings = [];
    private readonly List<NotGivenField> _notGiven = [];

    public FormContext Context => context;

    public bool HasErrors { get; private set; }

    /// <summary>Whether the state of the person explains 不适用 and 无法获取 (F06); null answers leave the benefit of the doubt.</summary>
    public bool IsExcused { get; set; }

    /// <summary>Mended text of a field, "" when blank.</summary>
    public string Text(string field) => fields.TryGetValue(field, out var text) && text is not null ? Mending.Clean(text) : "";

    /// <summary>Mended text of a field without any blanks, "" when blank.</summary>
    public string Compact(string field) => fields.TryGetValue(field, out var text) && text is not null ? Mending.Compact(text) : "";

    public bool IsBlank(string field) => !fields.TryGetValue(field, out var text) || string.IsNullOrWhiteSpace(text);

    /// <summary>The printed label of a field.</summary>
    public static string Label(string field) => FormFields.ByName(field)!.Label;

    /// <summary>No cell of the paper form holds so much: something was pasted into the wrong place.</summary>
    public void RefuseTooLong()
    {
        foreach (var (field, text) in fields)
        {
            if (text?.Length > LongestText && FormFields.ByName(field) is not null)
            {
                Error("COL-01", field, $"“{Label(field)}”超过{LongestText}字，请核对是否填错了位置。");
            }
        }
    }

    public void Error(string rule, string field, string message)
    {
        HasErrors = true;
        Add(new Finding(rule, field, Severity.Error, message));
    }

    public void Warn(string rule, string field, string message) => Add(new Finding(rule, field, Severity.Warning, message));

    /// <summary>Whether an error was found in this field: then no other rule looks at it.</summary>
    public bool IsRefused(string field)
    {
        foreach (var finding in _findings)
        {
            if (finding.Severity == Severity.Error && finding.Field == field)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an error was found in one of these fields.</summary>
    public bool IsAnyRefused(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (IsRefused(name))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsNotGiven(string field) => NotGivenOf(field) is not null;

    /// <summary>不适用 or 无法获取 where that is the answer; null for any other.</summary>
    public NotGiven? NotGivenOf(string field)
    {
        foreach (var entry in _notGiven)
        {
            if (entry.Field == field)
            {
                return entry.Answer;
            }
        }

        return null;
    }

    /// <summary>Whether the text is 不适用 or 无法获取; then it is kept as such where that is allowed, refused elsewhere.</summary>
    public bool TakeNotGiven(string field, string text, Need need)
    {
        if (!Choices.TryParse<NotGiven>(text, out var answer))
        {
            return false;
        }

        if (need == Need.Always)
        {
            Error("F06", field, $"“{Label(field)}”不能填“{answer.Label()}”，请据实填写。");
        }
        else if (IsExcused || (field == FieldNames.GraduatedOn && answer == NotGiven.NotApplicable))
        {
            _notGiven.Add(new NotGivenField(field, answer));
        }
        else
        {
            Error("F06", field, $"“{Label(field)}”填了“{answer.Label()}”，但此人当前状态正常且联系得上，请据实填写。");
        }

        return true;
    }

    /// <summary>Fields answered 不适用 or 无法获取, in the order of the form.</summary>
    public ValueList<NotGivenField> NotGivenInOrder()
    {
        if (_notGiven.Count == 0)
        {
            return [];
        }

        _notGiven.Sort((a, b) => FormFields.OrderOf(a.Field).CompareTo(FormFields.OrderOf(b.Field)));
        return ValueList.Of<NotGivenField>([.. _notGiven]);
    }

    /// <summary>Everything found, in the order of the fields, then of the rules.</summary>
    public IReadOnlyList<Finding> FindingsInOrder()
    {
        if (_findings.Count > 1)
        {
            _findings.Sort(static (a, b) =>
            {
                var byField = FormFields.OrderOf(a.Field).CompareTo(FormFields.OrderOf(b.Field));
                return byField != 0 ? byField : string.CompareOrdinal(a.Rule, b.Rule);
            });
        }

        return _findings;
    }

    /// <summary>One finding per rule and field: the first, but an error before a warning.</summary>
    private void Add(Finding finding)
    {
        var at = _findings.FindIndex(known => known.Rule == finding.Rule && known.Field == finding.Field);
        if (at < 0)
        {
            _findings.Add(finding);
        }
        else if (finding.Severity > _findings[at].Severity)
        {
            _findings[at] = finding;
        }
    }
}

/// <summary>Whether a field must be filled in.</summary>
internal enum Need
{
    /// <summary>May be blank.</summary>
    Optional,

    /// <summary>Must be filled in; 不适用 and 无法获取 where the state of the person explains it.</summary>
    Answer,

    /// <summary>Must be filled in, by everybody.</summary>
    Always,
}
