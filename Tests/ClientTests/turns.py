"""The turns of a tool call, for the clients that write them alike."""

import json

import langchain_core.messages as messages

from sample import FUNCTION_TOOLS, PROMPT, RESULT, TOOL


def check_chat_tool(server, call, create):
    """A chat completion's call holds the values, and what its result says is redacted and comes back restored.

    `create` asks for the next completion.
    """
    assert call.function.name == TOOL and json.loads(call.function.arguments) == {"text": PROMPT}
    server.check_sent()
    server.begin()
    function = {"name": TOOL, "arguments": call.function.arguments}
    turns = [
        {"role": "user", "content": PROMPT},
        {"role": "assistant", "tool_calls": [{"id": call.id, "type": "function", "function": function}]},
        {"role": "tool", "tool_call_id": call.id, "content": RESULT},
    ]
    answer = create(messages=turns, tools=FUNCTION_TOOLS)
    assert answer.choices[0].message.content == "You wrote: " + RESULT
    server.check_sent()


def check_langchain_tool(server, model, tools, stream):
    """The same with one of LangChain's models."""
    bound = model.bind_tools(tools)
    message = _sum(bound.stream(PROMPT)) if stream else bound.invoke(PROMPT)
    [call] = message.tool_calls
    assert call["name"] == TOOL and call["args"] == {"text": PROMPT}
    server.check_sent()
    server.begin()
    result = messages.ToolMessage(RESULT, tool_call_id=call["id"])
    assert bound.invoke([messages.HumanMessage(PROMPT), message, result]).text == "You wrote: " + RESULT
    server.check_sent()


def _sum(chunks):
    """The message that the chunks make together."""
    first, *rest = chunks
    for chunk in rest:
        first += chunk
    return first
