using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Ciphers;

/// <summary>
/// OpenSSL's language for cipher suites up to TLS 1.2. It means what it means to OpenSSL 3, with one difference: OpenSSL
/// passes over a word that it does not know, here it is a fault, because it was meant to allow or to forbid something.
/// </summary>
internal sealed class CipherString
{
    private const string Default = "ALL:!COMPLEMENTOFDEFAULT:!eNULL";
    private const string Separators = ": ,;";
    private const int LongestWord = 60, LongestQuote = 200;

    private static readonly (string Word, string Meaning)[] s_suiteB =
    {
        ("SUITEB128ONLY", "ECDHE-ECDSA-AES128-GCM-SHA256"),
        ("SUITEB128C2", "ECDHE-ECDSA-AES256-GCM-SHA384"),
        ("SUITEB128", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"),
        ("SUITEB192", "ECDHE-ECDSA-AES256-GCM-SHA384"),
    };

    private readonly string _text;
    private readonly CipherOrder _order;
    private int _at;

    private CipherString(string text, CipherOrder order)
    {
        _text = text;
        _order = order;
    }

    internal int SecurityLevel { get; private set; } = Ciphers.SecurityLevel.Default;

    /// <summary>All suites that the string selects, in its order; the security level has not filtered them.</summary>
    internal IReadOnlyList<CipherTraits> Selected { get; private set; } = Array.Empty<CipherTraits>();

    /// <summary>Reads a string.</summary>
    /// <exception cref="SslException">It has a word that nobody knows, or is not well formed; the message names word and place.</exception>
    internal static CipherString Parse(string text)
    {
        var read = new CipherString(text, CipherOrder.Start());
        read.Read();
        read.Selected = read._order.Active.ToArray();
        return read;
    }

    /// <summary>The string, as far as it is fit for a message.</summary>
    public override string ToString() => Short(_text, LongestQuote);

    private bool AtEnd => _at >= _text.Length;

    private void Read()
    {
        foreach ((string word, string meaning) in s_suiteB)
        {
            // As in OpenSSL: in front, and then nothing else counts.
            if (!_text.StartsWith(word, StringComparison.Ordinal))
                continue;
            if (_text.Length > word.Length && !IsSeparator(_text[word.Length]))
                throw Fault(0, Word(0), "is not a word of the language");
            foreach (string name in meaning.Split(':'))
                _order.Apply(CipherRule.Add, CipherPattern.Of(new CipherTraits(CipherTable.ByName(name)!)));
            return;
        }

        if (Word(0) == "DEFAULT")
        {
            new CipherString(Default, _order).ReadEntries();
            _at = "DEFAULT".Length;
        }

        ReadEntries();
    }

    private void ReadEntries()
    {
        while (!AtEnd)
            ReadEntry();
    }

    private void ReadEntry()
    {
        if (IsSeparator(_text[_at]))
        {
            _at++;
            return;
        }

        CipherRule? rule = _text[_at] switch
        {
            '-' => CipherRule.Remove,
            '+' => CipherRule.ToEnd,
            '!' => CipherRule.Kill,
            '@' => null,
            _ => CipherRule.Add,
        };
        if (rule != CipherRule.Add)
            _at++;
        if (rule is null)
            ReadCommand();
        else if (ReadPatterns() is { Length: > 0 } patterns)
            _order.Apply(rule.Value, patterns);
    }

    /// <summary>@STRENGTH and @SECLEVEL=n.</summary>
    private void ReadCommand()
    {
        int start = _at;
        string word = Word(start);
        _at += word.Length;
        const string level = "SECLEVEL=";
        if (word == "STRENGTH")
            _order.SortByStrength();
        else if (word.Length == level.Length + 1 && word.StartsWith(level, StringComparison.Ordinal)
            && word[level.Length] is >= '0' and <= '5')
            SecurityLevel = word[level.Length] - '0';
        else
            throw Fault(start - 1, "@" + word, "is not a command: valid are @STRENGTH and @SECLEVEL=0 to @SECLEVEL=5");
        if (!AtEnd && !IsSeparator(_text[_at]))
            throw Fault(_at, _text[_at].ToString(), "cannot follow a command; put ':' in between");
    }

    /// <summary>One word, or several joined by '+'. None, if nothing can be all of them.</summary>
    private CipherPattern[] ReadPatterns()
    {
        CipherPattern[]? joined = null;
        while (true)
        {
            int start = _at;
            string word = Word(start);
            if (word.Length == 0)
                throw AtEnd ? Fault(_text.Length, string.Empty, "a word is missing at the end")
                    : Fault(_at, _text[_at].ToString(), "is not part of the language");
            _at += word.Length;
            CipherPattern[] patterns = Meaning(word, start);
            joined = joined is null ? patterns
                : joined.SelectMany(_ => patterns, (one, other) => one.And(other)).OfType<CipherPattern>().ToArray();
            if (AtEnd || _text[_at] != '+')
                break;
            _at++;
        }

        // The next rule may follow at once, as in 'ALL!aNULL@STRENGTH'.
        if (!AtEnd && !IsSeparator(_text[_at]) && _text[_at] is not ('!' or '@'))
            throw Fault(_at, _text[_at].ToString(), "cannot follow a word; put ':' in between");
        return joined;
    }

    private CipherPattern[] Meaning(string word, int at)
    {
        if (CipherWords.TryGet(word, out CipherPattern pattern))
            return new[] { pattern };
        if (CipherTable.ByName(word) is { } cipher)
        {
            return cipher.IsTls13
                ? throw Fault(at, word, "is a suite of TLS 1.3; those are given with -CipherSuite")
                : new[] { CipherPattern.Of(new CipherTraits(cipher)) };
        }

        // OpenSSL's old names of two suites.
        if (word.StartsWith("EDH-", StringComparison.Ordinal) && CipherTable.ByName("DHE" + word.Substring(3)) is { } renamed)
            return new[] { CipherPattern.Of(new CipherTraits(renamed)) };
        if (CipherWords.MatchesNothing(word))
            return Array.Empty<CipherPattern>();
        throw Fault(at, word, word switch
        {
            "DEFAULT" => "stands only at the beginning",
            "TLSv1.3" => "is not a word of the language: the suites of TLS 1.3 are given with -CipherSuite",
            _ when s_suiteB.Any(b => b.Word == word) => "stands only at the beginning, and alone",
            _ when word.StartsWith("PROFILE=", StringComparison.Ordinal) =>
                "is the setting of a whole Linux distribution, which this module does not read: give the suites themselves",
            _ when Near(word) is { } near => $"is neither a word nor a suite (is {near} meant?)",
            _ => "is neither a word nor a suite",
        });
    }

    private string Word(int start)
    {
        int end = start;
        while (end < _text.Length
            && (_text[end] is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.' or '='))
            end++;
        return _text.Substring(start, end - start);
    }

    private static bool IsSeparator(char c) => Separators.IndexOf(c) >= 0;

    /// <summary>A word that differs in case only, in one letter, or in two that changed places.</summary>
    private static string? Near(string word)
    {
        if (word.Length > LongestWord)
            return null;
        IEnumerable<string> known = CipherWords.All.Concat(new[] { "DEFAULT" }).Concat(CipherTable.All.Select(c => c.Name));
        return known.FirstOrDefault(k => string.Equals(k, word, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(k => Math.Abs(k.Length - word.Length) <= 1 && word.Length > 3 && DiffersLittle(k, word));
    }

    private static bool DiffersLittle(string one, string other)
    {
        int front = 0;
        while (front < one.Length && front < other.Length && one[front] == other[front])
            front++;
        int back = 0;
        while (back < one.Length - front && back < other.Length - front && one[one.Length - 1 - back] == other[other.Length - 1 - back])
            back++;
        int different = Math.Max(one.Length, other.Length) - front - back;
        return different <= 1
            || (different == 2 && one.Length == other.Length && one[front] == other[front + 1] && one[front + 1] == other[front]);
    }

    private SslException Fault(int at, string word, string what) => new(SslErrorCode.InvalidOption, SslPhase.Configuration,
        $"-CipherList '{Short(_text, LongestQuote)}': "
            + $"{(word.Length == 0 ? what : $"'{Short(word, LongestWord)}' at character {at + 1} {what}")}.")
    {
        RecommendedAction =
            "The language is that of openssl-ciphers(1), for example 'HIGH:!aNULL:@STRENGTH'; Get-SslCipher shows what a string selects.",
    };

    private static string Short(string text, int length) => text.Length <= length ? text : text.Substring(0, length) + "…";
}
