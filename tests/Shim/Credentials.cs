using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Engine.Keys;

namespace PSSsl.Shim;

/// <summary>The certificates with keys that this end shows, and what is stapled to them.</summary>
internal sealed class Credentials : IDisposable
{
    private readonly List<byte[]?> _staples = [];
    private readonly List<int> _numbers = [];

    internal Credentials(ShimOptions options)
    {
        for (int i = 0; i < options.Further.Count; i++)
            Add(options.Further[i], i);
        Add(options.Default, -1);
    }

    internal List<TlsIdentity> Identities { get; } = [];

    /// <summary>The runner's number of one.</summary>
    internal int? NumberOf(TlsIdentity? identity) =>
        identity is null || Identities.IndexOf(identity) is not (>= 0 and var at) ? null : _numbers[at];

    internal byte[]? StapleOf(byte[] certificate) =>
        Identities.FindIndex(i => i.ChainDer[0].SequenceEqual(certificate)) is >= 0 and var at ? _staples[at] : null;

    /// <summary>A file's certificates.</summary>
    internal static IReadOnlyList<byte[]> Certificates(string file) =>
        KeyMaterialReader.ReadCertificates(File.ReadAllBytes(file)).Certificates;

    private void Add(CredentialFiles files, int number)
    {
        if (files.Certificate is null || files.Key is null)
            return;
        using TlsPrivateKey key = KeyMaterialReader.Read(File.ReadAllBytes(files.Key), null).Keys[0];
        Identities.Add(TlsIdentity.Pair(Certificates(files.Certificate), key)
            ?? throw new NoCounterpartException("a key that is not the certificate's"));
        _staples.Add(files.Staple);
        _numbers.Add(number);
    }

    public void Dispose() => Identities.ForEach(i => i.Dispose());
}
