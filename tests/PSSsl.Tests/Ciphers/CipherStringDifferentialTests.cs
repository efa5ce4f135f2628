using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using PSSsl.Ciphers;
using PSSsl.Contexts;
using PSSsl.Tests.Interop;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Ciphers;

/// <summary>Cipher strings beside the program they come from: the same suites in the same order, over the suites that both know.</summary>
public sealed class CipherStringDifferentialTests
{
    private static readonly string[] s_words =
    [
        "ALL", "COMPLEMENTOFALL", "COMPLEMENTOFDEFAULT", "HIGH", "FIPS", "kRSA", "RSA", "kDHE", "kEDH", "DH", "DHE", "EDH", "ADH", "kECDHE",
        "kEECDH", "ECDH", "ECDHE", "EECDH", "AECDH",
        "PSK", "kPSK", "kRSAPSK", "kDHEPSK", "kECDHEPSK", "aRSA", "aECDSA", "ECDSA", "aDSS", "DSS", "aPSK", "aNULL", "eNULL", "NULL", "AES",
        "AES128", "AES256", "AESGCM", "AESCCM", "AESCCM8",
        "CAMELLIA", "CAMELLIA128", "CAMELLIA256", "ARIA", "ARIAGCM", "ARIA128", "ARIA256", "CHACHA20", "CBC", "SHA", "SHA1", "SHA256",
        "SHA384", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.2",
        "ECDHE-RSA-AES128-GCM-SHA256", "AES256-SHA", "DHE-RSA-CHACHA20-POLY1305", "PSK-AES128-CCM8",
    ];

    private static readonly string[] s_written =
    [
        "DEFAULT", "DEFAULT:!aRSA", "DEFAULT@SECLEVEL=0", "DEFAULT:@SECLEVEL=2", "DEFAULT:+AES128", "DEFAULT:eNULL", "DEFAULT:-DHE:DHE",
        "DEFAULT:COMPLEMENTOFDEFAULT",
        "ALL:!LOW:!EXP:!ADH", "ALL:!LOW:!EXP:!ADH:@STRENGTH", "HIGH:@STRENGTH", "kRSA+AES", "HIGH:!aNULL:!MD5",
        "HIGH:MEDIUM:!aNULL:!SRP:!PSK", "ECDHE+AESGCM:DHE+AESGCM:ECDHE+CHACHA20",
        "EECDH+AESGCM:EDH+AESGCM",
        "EECDH+ECDSA+AESGCM EECDH+aRSA+AESGCM EECDH+ECDSA+SHA384 EECDH EDH+aRSA !RC4 !aNULL !eNULL !LOW !3DES !MD5 !EXP !PSK !SRP !DSS",
        "AES128-SHA:AES256-SHA,ECDHE;DHE", "ALL:-ALL:AES128-SHA", "ALL:-AES:AES", "ALL:-kRSA:kRSA", "AES256:+DHE", "ALL:+RSA:+AES256",
        "ALL:!AES256-SHA:AES256-SHA", "AES128:-SHA:SHA256:SHA",
        "ALL!aNULL", "HIGH@STRENGTH", "HIGH!kRSA@STRENGTH", "ALL!RSA!DHE:+AES128", "MD5", "NULL-MD5:NULL", "HIGH@SECLEVEL=0",
        "SUITEB128", "SUITEB192", "SUITEB128ONLY", "SUITEB128C2", "SUITEB128:ALL", "AES128+SHA+kRSA", "HIGH+FIPS", "ECDHE+kRSA",
        "AES128-SHA+AES256-SHA", "AES128-SHA+HIGH", "TLSv1.2+SSLv3",
        "ALL:COMPLEMENTOFALL", "ALL:COMPLEMENTOFALL:@STRENGTH", "ALL:@STRENGTH:!kRSA:@STRENGTH", "ALL:@SECLEVEL=0", "ALL:@SECLEVEL=1",
        "ALL:@SECLEVEL=2", "ALL:@SECLEVEL=3", "ALL:@SECLEVEL=4", "ALL:@SECLEVEL=5",
        "ALL:COMPLEMENTOFALL:@SECLEVEL=0", "aNULL:@SECLEVEL=0", "eNULL:@SECLEVEL=0", "EDH-DSS-DES-CBC3-SHA:AES128-SHA", "::AES128-SHA::",
        "!AES128-SHA:ALL", "-ALL:ALL", "+ALL:ALL",
        "AES:+CBC:@STRENGTH:-SHA:+SHA256", "kECDHEPSK+CHACHA20:PSK", "RSA+AES:RSA+CAMELLIA:!SHA", "ALL:!kECDHE+aECDSA",
        "ALL:+kECDHE+AESGCM", "ECDSA+SHA:aRSA+SHA384",
        "COMPLEMENTOFDEFAULT+HIGH", "HIGH+COMPLEMENTOFDEFAULT", "COMPLEMENTOFDEFAULT+AES+HIGH", "ALL:-COMPLEMENTOFDEFAULT+HIGH",
        "ALL:!COMPLEMENTOFDEFAULT+HIGH:kRSA",
    ];

    [Fact]
    public void StringsMeanWhatTheyMeanToOpenSsl()
    {
        Peer.Require("openssl");
        HashSet<string> known = new(OpenSsl("ALL:COMPLEMENTOFALL:@SECLEVEL=0"));
        string[] strings = Strings().Distinct().ToArray();
        Assert.True(strings.Length >= 250, $"{strings.Length} strings");
        var wrong = new List<string>();
        foreach (string text in strings)
        {
            string[] theirs = OpenSsl(text).Where(n => CipherTable.ByName(n) is not null).ToArray();
            string[] ours = CipherString.Parse(text).Selected.Select(s => s.Cipher.Name).Where(known.Contains).ToArray();
            if (!theirs.SequenceEqual(ours))
                wrong.Add($"{text}\n  OpenSSL {string.Join(' ', theirs)}\n  here    {string.Join(' ', ours)}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {strings.Length}:\n{string.Join('\n', wrong.Take(10))}");
    }

    /// <summary>
    /// With -s OpenSSL leaves out what its security level and a missing key exclude; so does a context. Debian's level is 2, so it is
    /// written out.
    /// </summary>
    [Fact]
    public void WhatIsSupportedIsTheSame()
    {
        Peer.Require("openssl");
        HashSet<string> known = new(OpenSsl("ALL:COMPLEMENTOFALL:@SECLEVEL=0"));
        var wrong = new List<string>();
        foreach (string text in Strings().Where(s => !s.StartsWith("SUITEB", StringComparison.Ordinal))
            .SelectMany(s => s.Contains("SECLEVEL", StringComparison.Ordinal) ? [s] : new[] { s, s + ":@SECLEVEL=1", s + ":@SECLEVEL=0" })
            .Distinct())
        {
            foreach (bool psk in new[] { false, true })
            {
                string[] theirs = OpenSsl(text.Contains("SECLEVEL", StringComparison.Ordinal) ? text : text + ":@SECLEVEL=1", psk
                    ? ["-s", "-psk"] : ["-s"]).Where(n => CipherTable.ByName(n) is { IsTls13: false }).ToArray();
                string[] ours = Supported(text, psk).Where(known.Contains).ToArray();
                if (!theirs.SequenceEqual(ours))
                    wrong.Add($"{text} {psk}\n  OpenSSL {string.Join(' ', theirs)}\n  here    {string.Join(' ', ours)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(10))}");
    }

    [Fact]
    public void TheTableSaysWhatOpenSslSays()
    {
        Peer.Require("openssl");
        foreach (string line in Run("ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"))
        {
            // 0xC0,0x2C - TLS_… - ECDHE-… TLSv1.2 Kx=ECDH Au=ECDSA Enc=AESGCM(256) Mac=AEAD
            string[] part = line.Split([' ', '-'], 2, StringSplitOptions.RemoveEmptyEntries);
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int id = (Convert.ToInt32(fields[0][..4], 16) << 8) | Convert.ToInt32(fields[0][5..], 16);
            if (CipherTable.ById(id) is not { } cipher)
                continue;
            string encryption = cipher.Bits == 0 ? "None" : $"{cipher.Encryption}({cipher.Bits})";
            Assert.Equal([cipher.StandardName, cipher.Name, cipher.Protocol, $"Kx={cipher.KeyExchange}", $"Au={cipher.Authentication}",
                $"Enc={encryption}", $"Mac={cipher.Mac}"],
                [fields[2], .. fields[4..]]);
        }
    }

    private static string[] Supported(string text, bool psk)
    {
        try
        {
            return SuiteSelection.OfList(text, [SslVersion.TLSv1_2], psk).Select(c => c.Name).ToArray();
        }
        catch (SslException e) when (e.Code == SslErrorCode.InvalidOption && e.Message.Contains(" selects ", StringComparison.Ordinal))
        {
            return [];
        }
    }

    /// <summary>Each word alone, written strings, and combinations drawn with a fixed seed.</summary>
    private static IEnumerable<string> Strings()
    {
        foreach (string word in s_words.Concat(s_written))
            yield return NoOption(word);
        var random = new Random(20261123);
        string[] operators = ["", "", "", "!", "-", "+"];
        for (int i = 0; i < 200; i++)
        {
            var entries = new List<string>();
            for (int n = random.Next(2, 7); n > 0; n--)
            {
                string word = Pick(s_words) + (random.Next(3) == 0 ? "+" + Pick(s_words) : "");
                entries.Add(random.Next(12) == 0 ? "@STRENGTH" : Pick(operators) + word);
            }

            yield return NoOption(string.Join(':', entries));
        }

        // What begins with '-' would be an option of the program.
        static string NoOption(string text) => text[0] == '-' ? ":" + text : text;

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    private static IEnumerable<string> OpenSsl(string text, params string[] options) =>
        Run(["ciphers", "-v", .. options, text]).Select(l => l.Split(' ')[0]).Where(n => !n.StartsWith("TLS_", StringComparison.Ordinal));

    private static string[] Run(params string[] arguments)
    {
        using Process process =
            Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
