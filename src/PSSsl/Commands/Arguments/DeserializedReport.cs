using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Audit.Report;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>Makes a report again of what it became on its way through CLIXML: jobs, Invoke-Command, Export-Clixml.</summary>
internal static class DeserializedReport
{
    /// <exception cref="SslException">It is not a report.</exception>
    internal static SslServerReport Read(object value)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is SslServerReport report)
            return report;
        if (Deserialized.OriginOf(value) != "PSSsl." + nameof(SslServerReport))
            throw Wrong("What was given is not a report of Test-SslServer.", null);
        try
        {
            return ReportTree.ToReport(Bag((PSObject)value), ReadOwnKind);
        }
        catch (FormatException e)
        {
            throw Wrong($"The report from another session or a file cannot be read: {e.Message}", e);
        }
    }

    private static object? ReadOwnKind(Type kind, object value) =>
        kind != typeof(PeerCertificate) ? null : value is Node node ? DeserializedCertificate.TryRead(node.Origin)
            : value as PeerCertificate;

    private static Node Bag(PSObject value)
    {
        var members = new Node(value);
        foreach (PSPropertyInfo property in value.Properties)
            members[property.Name] = Plain(property.Value);
        return members;
    }

    private static object? Plain(object? value)
    {
        object? inner = value is PSObject wrapped ? wrapped.BaseObject : value;
        return inner switch
        {
            null => null,
            // A suite is its name, with its facts.
            string when value is PSObject named && named.Properties["Id"] is not null => Bag(named),
            // Certificates may have been rebuilt on the way already.
            string or bool or int or long or double or DateTime or TimeSpan or PeerCertificate => inner,
            IEnumerable list => list.Cast<object?>().Select(Plain).ToList(),
            _ when value is PSObject bag && bag.Properties.Any() => Bag(bag),
            _ => value!.ToString(),
        };
    }

    private static SslException Wrong(string message, Exception? inner) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, message, inner)
    {
        RecommendedAction = "Give what Test-SslServer or Import-SslReport returns, or a JSON file that Export-SslReport wrote.",
    };

    /// <summary>Properties, and the object that they are of.</summary>
    private sealed class Node : Dictionary<string, object?>
    {
        internal Node(PSObject origin)
            : base(StringComparer.OrdinalIgnoreCase) => Origin = origin;

        internal PSObject Origin { get; }
    }
}
