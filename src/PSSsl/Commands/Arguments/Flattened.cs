using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace PSSsl.Commands.Arguments;

/// <summary>What a user means by <c>$clients, $servers, $listener</c>: the elements of the lists, however they are nested.</summary>
internal static class Flattened
{
    internal static IEnumerable<object?> From(IEnumerable given)
    {
        foreach (object? item in given)
        {
            object? one = item is PSObject wrapped ? wrapped.BaseObject : item;
            if (one is not IEnumerable several || one is string)
            {
                // A bag of properties is told by its names alone, which stand in the wrapping.
                yield return one is PSCustomObject ? item : one;
                continue;
            }

            foreach (object? inner in From(several))
                yield return inner;
        }
    }
}
