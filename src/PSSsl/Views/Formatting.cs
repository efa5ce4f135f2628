using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text;
using PSSsl.Certificates;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>
/// What the module's views share: colours, and texts that several of them have. Colours are those of <c>$PSStyle.Formatting</c>: Error for
/// what is wrong, Warning for what soon will be. Where there is no <c>$PSStyle</c>, before PowerShell 7.2, all is plain; whether colours
/// get out, and where they are taken away, is PowerShell's own decision (<c>$PSStyle.OutputRendering</c>). Every method takes what
/// came from another session too.
/// </summary>
public static class Formatting
{
    private const string Reset = "\u001b[0m";

    /// <summary>PowerShell's $PSStyle.Formatting; null where there is none.</summary>
    private static readonly object? s_styles = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle") is { } style
        && style.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is { } instance
            ? style.GetProperty("Formatting")?.GetValue(instance) : null;

    private static readonly PropertyInfo? s_error = s_styles?.GetType().GetProperty("Error");
    private static readonly PropertyInfo? s_warning = s_styles?.GetType().GetProperty("Warning");

    /// <summary>Days until something ends.</summary>
    /// <param name="days">The number; below 0 is wrong, below 30 soon.</param>
    public static string Days(object? days) =>
        Number(days) is { } number ? Urgent(number.ToString(CultureInfo.InvariantCulture), number) : string.Empty;

    /// <summary>Whole days from now until a time.</summary>
    /// <param name="time">A local time.</param>
    public static string DaysUntil(object? time) => Left(time) is { } left ? Days(left) : string.Empty;

    /// <summary>A date, as urgent as it is near.</summary>
    /// <param name="time">A local time.</param>
    public static string DateUntil(object? time) => Date(time, Left(time));

    /// <summary>A date, as urgent as the days that are left.</summary>
    /// <param name="time">A local time.</param>
    /// <param name="days">The days until then.</param>
    public static string Date(object? time, object? days)
    {
        if (Plain(time) is not DateTime date)
            return string.Empty;
        string text = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Number(days) is { } number ? Urgent(text, number) : text;
    }

    /// <summary>A time of day, in UTC as messages have it.</summary>
    /// <param name="time">The time.</param>
    public static string Time(object? time) =>
        Plain(time) is DateTime date ? date.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
            : string.Empty;

    /// <summary>A text that fits, the rest of it cut; where rows wrap for another column's sake.</summary>
    /// <param name="text">The text, without colours.</param>
    /// <param name="width">Columns that it may have.</param>
    public static string Cut(object? text, int width) =>
        Text(text) is var whole && whole.Length <= width ? whole : whole.Substring(0, width - 1) + "…";

    /// <summary>Something that ought to be true: False is wrong, and nothing is nothing.</summary>
    /// <param name="fine">True, false or null.</param>
    public static string Verdict(object? fine) => Plain(fine) is bool flag ? flag ? "True" : Fault("False") : string.Empty;

    /// <summary>What is to be known of a certificate first: what cannot be used is wrong, what soon cannot be a warning.</summary>
    /// <param name="status">The word.</param>
    public static string CertificateStatus(object? status) => Text(status) switch
    {
        "" => string.Empty,
        var word and ("Ok" or "Unknown") => word,
        var word and "EndsSoon" => Paint(s_warning, word),
        var word => Fault(word),
    };

    /// <summary>A text that a peer chose, or whoever wrote a certificate, without what a terminal would obey.</summary>
    /// <param name="text">The text.</param>
    public static string Harmless(object? text) => HarmlessText.Of(Text(text));

    /// <summary>The subjects of certificates, one below the other.</summary>
    /// <param name="certificates">They.</param>
    /// <param name="numbered">True to tell their places, from 0 on.</param>
    public static string Subjects(object? certificates, bool numbered) =>
        string.Join("\n", Elements(certificates)
            .Select((c, i) => (numbered ? FormattableString.Invariant($"{i}  ") : string.Empty) + Harmless(Property(c, "Subject"))));

    /// <summary>The state of a socket.</summary>
    /// <param name="state">The state.</param>
    public static string State(SslState? state) => state == SslState.Failed ? Fault(state) : Text(state);

    /// <summary>What OCSP says.</summary>
    /// <param name="status">The status.</param>
    public static string Status(SslOcspStatus? status) => status switch
    {
        SslOcspStatus.Revoked => Fault(status),
        SslOcspStatus.Unknown => Paint(s_warning, Text(status)),
        _ => Text(status),
    };

    /// <summary>A cipher suite: one that is worth nothing is wrong, one that is weak a warning.</summary>
    /// <param name="suite">The suite, or what else is to be shown.</param>
    /// <param name="strength">What it is worth.</param>
    public static string Suite(object? suite, SslCipherStrength? strength) => strength switch
    {
        SslCipherStrength.None => Fault(suite),
        SslCipherStrength.Weak => Paint(s_warning, Text(suite)),
        _ => Text(suite),
    };

    /// <summary>What a suite is worth.</summary>
    /// <param name="strength">That.</param>
    public static string Strength(SslCipherStrength? strength) => Suite(strength, strength);

    /// <summary>Encryption with the bits of its key, as <c>openssl ciphers -v</c> writes it.</summary>
    /// <param name="encryption">Its name.</param>
    /// <param name="bits">Its bits; 0 are left out.</param>
    public static string Encryption(object? encryption, object? bits) =>
        Number(bits) is > 0 and var number && FormattableString.Invariant($"{Text(encryption)}({number})") is var full && full.Length <= 17
            ? full : Text(encryption);

    /// <summary>The code of an error.</summary>
    /// <param name="code">The code.</param>
    public static string Code(SslErrorCode? code) => Fault(code);

    /// <summary>Something that is wrong.</summary>
    /// <param name="text">What.</param>
    public static string Fault(object? text) => Paint(s_error, Text(text));

    /// <summary>Faults, one below the other, in lines that break between words.</summary>
    /// <param name="faults">A list, of errors or texts.</param>
    /// <param name="width">Columns of a line.</param>
    public static string Faults(object? faults, int width) =>
        Fault(string.Join("\n", Elements(faults).SelectMany(f => Lines(Described(f), width))));

    /// <summary>The codes of errors, each once.</summary>
    /// <param name="errors">A list.</param>
    /// <param name="width">Columns of a line.</param>
    public static string Codes(object? errors, int width) =>
        WrapFault(string.Join(", ", Elements(errors)
            .Select(e => e is SslVerifyError error ? error.Code.ToString() : Text(Property(e, nameof(SslVerifyError.Code)))).Distinct()),
                width);

    /// <summary>A text in lines that break between words; tables break anywhere.</summary>
    /// <param name="text">The text, without colours.</param>
    /// <param name="width">Columns of a line.</param>
    public static string Wrap(object? text, int width) => string.Join("\n", Lines(Text(text), width));

    /// <summary>A fault in lines that break between words.</summary>
    /// <param name="text">The text, without colours.</param>
    /// <param name="width">Columns of a line.</param>
    public static string WrapFault(object? text, int width) => Fault(Wrap(text, width));

    /// <summary>A key in a few letters: <c>RSA 2048</c>, <c>EC P-256</c>, <c>ML-DSA-65</c>.</summary>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="size">Its bits.</param>
    /// <param name="curve">The curve of an EC key, if it is known.</param>
    public static string Key(object? algorithm, object? size, object? curve)
    {
        string name = Text(algorithm);
        if (Text(curve) is { Length: > 0 } curveName)
            return name + " " + curveName;
        // The others have their size in their name.
        return Number(size) is > 0 and var bits && (name is "EC" or "DSA" || name.StartsWith("RSA", StringComparison.Ordinal))
            ? FormattableString.Invariant($"{name} {bits}") : name;
    }

    /// <summary>A peer: host and port as they were given, or its address.</summary>
    /// <param name="computerName">The host.</param>
    /// <param name="port">Its port.</param>
    /// <param name="address">The address.</param>
    public static string Peer(object? computerName, object? port, object? address) =>
        Text(computerName) is { Length: > 0 } host ? new Sockets.HostAndPort(host, (int)(Number(port) ?? 0)).ToString() : Text(address);

    /// <summary>
    /// Where a certificate comes from: its peer, its file, or else whose it is. Those above it in a chain say whose they are.
    /// </summary>
    /// <param name="peer">Host and port.</param>
    /// <param name="target">What was given.</param>
    /// <param name="subject">Whose it is.</param>
    /// <param name="depth">Its place in the chain.</param>
    public static string Place(object? peer, object? target, object? subject, object? depth)
    {
        if (Number(depth) is > 0 and var place)
            return FormattableString.Invariant($"  {place} {CommonName(subject)}");
        if (Text(peer) is { Length: > 0 } shown)
            return shown;
        return Plain(target) switch
        {
            string file => Path.GetFileName(file),
            FileInfo file => file.Name,
            _ => CommonName(subject),
        };
    }

    /// <summary>The common name within a distinguished name; the whole if it has none.</summary>
    /// <param name="name">The name in RFC 4514's form.</param>
    public static string CommonName(object? name)
    {
        string text = Text(name);
        string? common = text.Split(new[] { ", " }, StringSplitOptions.None)
            .FirstOrDefault(p => p.StartsWith("CN=", StringComparison.OrdinalIgnoreCase));
        return common?.Substring(3) ?? text;
    }

    private static string Urgent(string text, double days) =>
        days < 0 ? Fault(text) : days < CertificateTerm.SoonDays ? Paint(s_warning, text) : text;

    /// <summary>A verify error with its depth and the rule behind it; anything else as it is.</summary>
    private static string Described(object? fault)
    {
        if (Property(fault, nameof(SslVerifyError.Message)) is not { } message)
            return Text(fault);
        string where = Number(Property(fault, nameof(SslVerifyError.Depth))) is >= 0 and var depth
            ? FormattableString.Invariant($"depth {depth}: ") : string.Empty;
        string rule = Text(Property(fault, nameof(SslVerifyError.Reference))) is { Length: > 0 } reference ? $" ({reference})"
            : string.Empty;
        return where + Text(message) + rule;
    }

    private static string Paint(PropertyInfo? style, string text) =>
        text.Length > 0 && style?.GetValue(s_styles) is string { Length: > 0 } escape ? escape + text + Reset : text;

    private static int? Left(object? time) => Plain(time) is DateTime date ? CertificateTerm.Days(date, DateTime.UtcNow) : null;

    private static IEnumerable<string> Lines(string text, int width)
    {
        foreach (string paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            foreach (string word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line.ToString();
                    line.Clear();
                }

                line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
            }

            yield return line.ToString();
        }
    }

    private static IEnumerable<object?> Elements(object? list) => Plain(list) switch
    {
        null => Array.Empty<object?>(),
        string text => new object?[] { text },
        IEnumerable many => many.Cast<object?>(),
        var one => new[] { one },
    };

    private static object? Property(object? of, string name) => of is null ? null : PSObject.AsPSObject(of).Properties[name]?.Value;

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <remarks>What an enumeration was in another session still has its name, but only as the wrapper's text.</remarks>
    private static string Text(object? value) => value?.ToString() ?? string.Empty;

    private static double? Number(object? value) => Plain(value) switch
    {
        int number => number,
        long number => number,
        double number => number,
        _ => null,
    };
}
