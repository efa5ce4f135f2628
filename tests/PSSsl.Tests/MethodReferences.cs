using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;

namespace PSSsl.Tests;

/// <summary>The types that a method's code names: its variables, what it makes and casts to, whose members it uses.</summary>
internal static class MethodReferences
{
    private const int TwoBytes = 0xFE;

    private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value & 0xFFFF);

    internal static IEnumerable<Type> Of(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (LocalVariableInfo variable in body.LocalVariables)
            yield return variable.LocalType;
        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses)
        {
            if (clause is { Flags: ExceptionHandlingClauseOptions.Clause, CatchType: { } caught })
                yield return caught;
        }

        Type[]? ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (int token in Tokens(body.GetILAsByteArray()!))
        {
            foreach (Type type in Named(method.Module.ResolveMember(token, ofType, ofMethod)!))
                yield return type;
        }
    }

    private static IEnumerable<Type> Named(MemberInfo member)
    {
        if (member is Type type)
            return [type];
        IEnumerable<Type> arguments = member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [];
        IEnumerable<Type> result = member switch
        {
            FieldInfo field => [field.FieldType],
            MethodInfo called => called.GetParameters().Select(p => p.ParameterType).Append(called.ReturnType),
            _ => [],
        };
        return member.DeclaringType is { } owner ? arguments.Concat(result).Append(owner) : arguments.Concat(result);
    }

    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (int at = 0; at < code.Length;)
        {
            OpCode operation = s_codes[code[at] == TwoBytes ? (TwoBytes << 8) | code[at + 1] : code[at]];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok
                or OperandType.InlineType)
                yield return BitConverter.ToInt32(code, at);
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
