namespace PSSsl.Commands.Completion;

/// <summary>Completes words of texts that hold a list of them in OpenSSL's way: <c>ECDHE+AESGCM:!aNULL:-SHA</c>.</summary>
internal abstract class ListCompleter : WordCompleter
{
    private static readonly char[] s_separators = { ':', ',', ';', ' ' };

    /// <summary>A '-' is an operator in front of a word alone: suites have it in their names.</summary>
    private protected override int StartOfWord(string text)
    {
        int start = text.LastIndexOfAny(s_separators) + 1;
        if (start < text.Length && text[start] is '!' or '-' or '+')
            start++;
        int joined = text.LastIndexOf('+');
        return joined >= start ? joined + 1 : start;
    }
}
