using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.X509.Revocation;

/// <summary>
/// A certificate revocation list (RFC 5280, 5), read but for its entries: those are walked through when a certificate is looked for, so
/// that a million of them cost no memory.
/// </summary>
internal sealed class RevocationList
{
    /// <summary>What in a list may be critical because it is looked at: cRLNumber may not (5.2.3).</summary>
    private static readonly string[] s_understood = { Oids.IssuingPoint, Oids.DeltaCrl, Oids.AuthorityKey };

    private readonly byte[] _entries;
    private readonly Lazy<string?> _unknownInEntries;
    private byte[]? _scope;

    private RevocationList(byte[] der)
    {
        DerReader whole = DerReader.Only(der, DerReader.Sequence);
        SignedPart = whole.Element(DerReader.Sequence);
        SignatureAlgorithm = whole.Content(DerReader.Sequence);
        Signature = whole.Content(DerReader.BitString);
        if (whole.HasMore)
            throw new FormatException("something follows the signature");
        DerReader list = DerReader.Only(SignedPart, DerReader.Sequence);
        if (list.TryEnter(DerReader.Integer) is { } version && !IntegerComparer.Instance.Equals(version.Rest(), new byte[] { 1 }))
            throw new FormatException("a list of an unknown version");
        InnerAlgorithm = list.Content(DerReader.Sequence);
        Issuer = DistinguishedName.Read(list.Content(DerReader.Sequence));
        ThisUpdate = DerTime.Read(list);
        NextUpdate = list.NextTag is DerTime.UtcTime or DerTime.GeneralizedTime ? DerTime.Read(list) : null;
        _entries = list.TryEnter(DerReader.Sequence)?.Rest() ?? Array.Empty<byte>();
        if (list.TryUnwrap(0xA0, DerReader.Sequence) is { } extensions)
            ReadExtensions(ParsedExtension.ReadAll(extensions));
        if (list.HasMore)
            throw new FormatException("something follows the extensions");
        _unknownInEntries = new Lazy<string?>(() => UnknownInEntries(_entries));
    }

    internal byte[] SignedPart { get; }

    /// <summary>The content of the AlgorithmIdentifier.</summary>
    internal byte[] SignatureAlgorithm { get; }

    /// <summary>The algorithm as it is signed; it must be the same.</summary>
    internal byte[] InnerAlgorithm { get; }

    internal byte[] Signature { get; }

    internal DistinguishedName Issuer { get; }

    internal DateTime ThisUpdate { get; }

    internal DateTime? NextUpdate { get; }

    /// <summary>The content of the number; null without it.</summary>
    internal byte[]? Number { get; private set; }

    internal bool IsDelta { get; private set; }

    /// <summary>What it is about; null for everything of its issuer.</summary>
    internal DistributionPoint? Scope { get; private set; }

    /// <summary>A critical extension of the list that is not understood; null if there is none.</summary>
    internal string? UnknownCritical { get; private set; }

    /// <summary>
    /// A critical extension of any entry that is not understood: with one, the list says nothing of any certificate (5.3). Looked for once,
    /// when it is first asked for.
    /// </summary>
    /// <exception cref="FormatException">An entry is not encoded as it must be.</exception>
    internal string? UnknownCriticalOfEntries => _unknownInEntries.Value;

    /// <summary>Whether both are about the same certificates of their issuer, so that they are counted together (5.2.3).</summary>
    internal bool IsAboutTheSame(RevocationList other) =>
        _scope is null ? other._scope is null : ByteSequenceComparer.Instance.Equals(_scope, other._scope);

    /// <exception cref="FormatException">It is not a revocation list.</exception>
    internal static RevocationList Of(byte[] der) => new(der);

    /// <summary>The entries of a serial number, whatever zeros are before it; none if it is not listed.</summary>
    /// <exception cref="FormatException">The entries are not encoded as they must be.</exception>
    internal IReadOnlyList<RevokedEntry> Find(byte[] serialNumber)
    {
        var found = new List<RevokedEntry>();
        for (var list = new DerReader(_entries); list.HasMore;)
        {
            DerReader entry = list.Enter(DerReader.Sequence);
            if (entry.IntegerIs(serialNumber))
                found.Add(RevokedEntry.Read(entry));
        }

        return found;
    }

    /// <summary>All of them are read to their ends: a list with an entry that cannot be read does not count.</summary>
    private static string? UnknownInEntries(byte[] entries)
    {
        string? unknown = null;
        for (var list = new DerReader(entries); list.HasMore;)
        {
            DerReader entry = list.Enter(DerReader.Sequence);
            if (!entry.Enter(DerReader.Integer).HasMore)
                throw new FormatException("an entry without a number");
            entry.Enter(entry.NextTag == DerTime.GeneralizedTime ? DerTime.GeneralizedTime : DerTime.UtcTime);
            if (entry.TryEnter(DerReader.Sequence) is { } extensions)
                unknown ??= UnknownIn(extensions);
            if (entry.HasMore)
                throw new FormatException("something follows an entry");
        }

        return unknown;
    }

    private static string? UnknownIn(DerReader extensions)
    {
        string? unknown = null;
        while (extensions.HasMore)
        {
            DerReader extension = extensions.Enter(DerReader.Sequence);
            byte[] oid = extension.Content(DerReader.ObjectIdentifier);
            if (oid.Length == 0 || (oid[oid.Length - 1] & 0x80) != 0)
                throw new FormatException("an object identifier that does not end");
            if (extension.TryTruth(DerReader.Boolean) == true && DerReader.Oid(oid) is var critical
                && Array.IndexOf(RevokedEntry.Understood, critical) < 0)
                unknown ??= critical;
            extension.Enter(DerReader.OctetString);
            if (extension.HasMore)
                throw new FormatException("something after the value of an entry's extension");
        }

        return unknown;
    }

    private void ReadExtensions(IReadOnlyList<ParsedExtension> extensions)
    {
        UnknownCritical = ParsedExtension.UnknownCritical(extensions, s_understood);
        foreach (ParsedExtension extension in extensions)
        {
            switch (extension.Oid)
            {
                case Oids.CrlNumber:
                    Number = DerReader.OnlyContent(extension.Value, DerReader.Integer);
                    break;
                case Oids.DeltaCrl:
                    IsDelta = true;
                    break;
                case Oids.IssuingPoint:
                    _scope = extension.Value;
                    Scope = DistributionPoint.OfList(_scope, Issuer);
                    break;
            }
        }
    }
}
