using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>
/// What the platform finds wrong with a path, told in our words and beside our own faults: what they say already is not said again.
/// </summary>
internal sealed class PlatformFaults
{
    private readonly List<SslVerifyError> _faults;
    private readonly PlatformChain _chain;
    private readonly X509Certificate2[] _path;
    private readonly ChainRequest _request;
    private readonly bool _isAnchored;
    private readonly int _own;
    private int _depthOfPurpose;
    private bool _isForgiven;

    private PlatformFaults(List<SslVerifyError> faults, PlatformChain chain, X509Certificate2[] path, ChainRequest request, bool isAnchored)
    {
        _faults = faults;
        _chain = chain;
        _path = path;
        _request = request;
        _isAnchored = isAnchored;
        _own = faults.Count;
        _depthOfPurpose = faults.Where(f => f.Code == SslErrorCode.CertificatePurpose).Select(f => f.Depth).DefaultIfEmpty(-1).First();
        _isForgiven = path.Length < chain.Path.Length
            && chain.Path.Skip(path.Length).Select((_, i) => chain.StatusesAt(path.Length + i)).Any(s => s.Count > 0);
    }

    /// <summary>Adds them to our own.</summary>
    /// <param name="faults">Our own, to be added to.</param>
    /// <param name="chain">What the platform built and says.</param>
    /// <param name="path">What of it counts: to a given anchor, or all.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="isAnchored">Whether the path ends at a given anchor.</param>
    /// <returns>
    /// True if something of the platform's was passed over: that the path does not end at one of its own anchors, where it does at a given
    /// one, and what it says of certificates beyond that.
    /// </returns>
    internal static bool AddTo(List<SslVerifyError> faults, PlatformChain chain, X509Certificate2[] path, ChainRequest request,
        bool isAnchored)
    {
        var platforms = new PlatformFaults(faults, chain, path, request, isAnchored);
        for (int depth = path.Length - 1; depth >= 0; depth--)
        {
            foreach (X509ChainStatus status in chain.StatusesAt(depth))
                platforms.AddOf(status, depth);
        }

        foreach (X509ChainStatus status in chain.StatusesOfNoElement())
            platforms.AddOfNoElement(status);
        return platforms._isForgiven;
    }

    private void AddOf(X509ChainStatus status, int depth)
    {
        if (status.Status == X509ChainStatusFlags.NoError)
            return;
        if (PathEnd.IsAbout(status.Status))
            AddEnd();
        else if (IsForgiven(status.Status, depth))
            _isForgiven = true;
        // What could not be read by ourselves is said already, in better words.
        else if (_request.TryParse(_path[depth]) is not null)
            AddFault(status, depth);
    }

    private void AddOfNoElement(X509ChainStatus status)
    {
        if (PathEnd.IsAbout(status.Status))
            AddEnd();
        else
            _faults.Add(ChainFaults.Explain(status.Status, status.StatusInformation, -1, _path[_path.Length - 1], _request));
    }

    private void AddEnd()
    {
        if (_isAnchored)
            _isForgiven = true;
        else
            PathEnd.AddNoAnchor(_faults, _path, _request);
    }

    private void AddFault(X509ChainStatus status, int depth)
    {
        // It is said of all elements when one is not for this purpose: once is enough.
        bool isPurpose = status.Status == X509ChainStatusFlags.NotValidForUsage;
        if (isPurpose && _depthOfPurpose >= 0)
            return;
        int place = isPurpose ? _depthOfPurpose = DepthOfPurpose(depth) : depth;
        SslVerifyError fault = status.Status == X509ChainStatusFlags.NotSignatureValid
            ? new SslVerifyError(SslErrorCode.CertificateInvalid, depth, _path[depth],
                PlatformSignature.Fault(_chain, depth, _request)!, ChainFaults.Signature)
            : ChainFaults.Explain(status.Status, status.StatusInformation, place, _path[place], _request);
        bool isSame(SslVerifyError f) => f.Reference is not null && f.Reference == fault.Reference;
        // Windows tells some faults of another certificate than the one that has them.
        if (!_faults.Any(f => f.Depth == place && isSame(f)) && (_chain.IsOpenSsl || !_faults.Take(_own).Any(isSame)))
            _faults.Add(fault);
    }

    /// <summary>What the platform says and is of no matter here.</summary>
    private bool IsForgiven(X509ChainStatusFlags status, int depth) => status switch
    {
        // A leaf that is trusted for what it is need not be fit to sign itself (RFC 5280, 6.1: the anchor is not part of the path).
        X509ChainStatusFlags.InvalidBasicConstraints => _path.Length == 1 && (_isAnchored || PathEnd.IsPlatforms(_chain, _request)),
        X509ChainStatusFlags.NotTimeValid => IsLastSecond(_path[depth]),
        X509ChainStatusFlags.NotSignatureValid => PlatformSignature.Fault(_chain, depth, _request) is null,
        _ => false,
    };

    /// <summary>A certificate is valid through the second of notAfter (RFC 5280, 4.1.2.5); OpenSSL takes it for expired in it.</summary>
    private bool IsLastSecond(X509Certificate2 certificate)
    {
        DateTime time = _request.Time.ToUniversalTime();
        return _request.TryParse(certificate) is { } read && read.NotBefore <= time && time >= read.NotAfter
            && time - read.NotAfter < TimeSpan.FromSeconds(1);
    }

    /// <summary>The certificate that does not name the purpose; the one that was told of if all do.</summary>
    private int DepthOfPurpose(int told)
    {
        int found = Array.FindIndex(_path, c => _request.TryParse(c)?.ExtendedKeyUsage is { } purposes
            && !purposes.Contains(ChainFaults.PurposeOid(_request.Purpose)));
        return found >= 0 ? found : told;
    }
}
