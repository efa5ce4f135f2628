using System;
using System.Collections.Generic;

namespace PSSsl.Engine.Keys;

/// <summary>Why key material cannot be used.</summary>
public enum KeyMaterialFault
{
    /// <summary>It is encrypted and there is no password.</summary>
    PasswordMissing,

    /// <summary>The password does not open it.</summary>
    PasswordWrong,

    /// <summary>It is not what it says it is.</summary>
    Malformed,

    /// <summary>It is made in a way that is not known here; the message says which.</summary>
    Unknown,

    /// <summary>The key does not leave its provider.</summary>
    NotExportable,

    /// <summary>The key's provider refuses to use it, or it is of a kind that cannot be used.</summary>
    Unusable,
}

/// <summary>Key material cannot be used.</summary>
#pragma warning disable CA1032 // Always with the fault.
public sealed class KeyMaterialException : Exception
#pragma warning restore CA1032
{
    /// <summary>An object identifier alone may have 16,000 digits.</summary>
    private const int Longest = 500;

    internal KeyMaterialException(KeyMaterialFault fault, string message, Exception? innerException = null)
        : base(message.Length <= Longest ? message : message.Substring(0, Longest) + "…", innerException) => Fault = fault;

    /// <summary>The fault.</summary>
    public KeyMaterialFault Fault { get; }
}

/// <summary>What a file of certificates and keys holds.</summary>
public sealed class KeyMaterial
{
    internal KeyMaterial(IReadOnlyList<byte[]> certificates, IReadOnlyList<CertificateUses?> uses, IReadOnlyList<TlsPrivateKey> keys,
        IReadOnlyList<string> others)
    {
        Certificates = certificates;
        Uses = uses;
        Keys = keys;
        Others = others;
    }

    /// <summary>Certificates (DER), in the file's order.</summary>
    public IReadOnlyList<byte[]> Certificates { get; }

    /// <summary>What the file says that each of the certificates is to be trusted for; null where it says nothing.</summary>
    public IReadOnlyList<CertificateUses?> Uses { get; }

    /// <summary>Private keys, in the file's order.</summary>
    public IReadOnlyList<TlsPrivateKey> Keys { get; }

    /// <summary>What else was there, in words: "a certificate request".</summary>
    public IReadOnlyList<string> Others { get; }
}
