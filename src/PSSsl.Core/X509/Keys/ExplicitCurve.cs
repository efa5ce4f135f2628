using System;
using PSSsl.X509.Der;

namespace PSSsl.X509.Keys;

/// <summary>A curve given by its numbers (ECParameters, SEC 1, C.2). It is shown, never used.</summary>
internal sealed class ExplicitCurve
{
    private const string PrimeField = "1.2.840.10045.1.1";

    private ExplicitCurve(bool isPrime, byte[]? prime, byte[] a, byte[] b, byte[]? seed, byte[] generator, byte[] order, byte[]? cofactor)
    {
        IsPrime = isPrime;
        Prime = prime;
        A = a;
        B = b;
        Seed = seed;
        Generator = generator;
        Order = order;
        Cofactor = cofactor;
    }

    internal bool IsPrime { get; }

    /// <summary>Null for a binary field.</summary>
    internal byte[]? Prime { get; }

    internal byte[] A { get; }

    internal byte[] B { get; }

    internal byte[]? Seed { get; }

    internal byte[] Generator { get; }

    internal byte[] Order { get; }

    internal byte[]? Cofactor { get; }

    /// <exception cref="FormatException">It is not a curve.</exception>
    internal static ExplicitCurve Read(byte[] parameters)
    {
        DerReader der = new DerReader(parameters).Enter(DerReader.Sequence);
        der.Content(DerReader.Integer);
        DerReader field = der.Enter(DerReader.Sequence);
        bool isPrime = field.Oid() == PrimeField;
        byte[]? prime = isPrime ? field.Content(DerReader.Integer) : null;
        DerReader curve = der.Enter(DerReader.Sequence);
        byte[] a = curve.Content(DerReader.OctetString);
        byte[] b = curve.Content(DerReader.OctetString);
        byte[]? seed = curve.TryEnter(DerReader.BitString)?.Rest();
        byte[] generator = der.Content(DerReader.OctetString);
        byte[] order = der.Content(DerReader.Integer);
        return generator.Length == 0 ? throw new FormatException("its curve has no generator")
            : new ExplicitCurve(isPrime, prime, a, b, seed, generator, order, der.TryEnter(DerReader.Integer)?.Rest());
    }
}
