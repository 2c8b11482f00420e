"""What every client sends, and what it has to get back."""

import pydantic

# The address is one value of several lines: what comes back in a tool's arguments has to be escaped twice.
PROMPT = (
    "Write to Mrs Whitlock, 14 Larch Close\nEastfield\nZZ99 3AB (t.whitlock@family.example, 07700 900123) "
    "about UPN Z000000026001, dob 03/09/2014."
)
VALUES = ["Whitlock", "Larch Close", "ZZ99 3AB", "t.whitlock", "900123", "Z000000026001", "03/09/2014"]
PLACEHOLDERS = ["[PERSON_1]", "[ADDRESS_1]", "[EMAIL_1]", "[PHONE_1]", "[UPN_1]", "[DATE_OF_BIRTH_1]"]

# What the stand-in says.
ANSWER = "You wrote: " + PROMPT

# What a tool answers: the same people, and quotes that JSON has to escape.
RESULT = 'UPN Z000000026001: "absent", ring Mrs Whitlock.'

SECRET = "purplefox41"
BLOCKED = f"The password: {SECRET}"

TOOL = "send_letter"
PARAMETERS = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
# As chat completions, Ollama and LangChain take it, and as Anthropic does.
FUNCTION_TOOLS = [{"type": "function", "function": {"name": TOOL, "description": "Sends it.", "parameters": PARAMETERS}}]
ANTHROPIC_TOOLS = [{"name": TOOL, "description": "Sends it.", "input_schema": PARAMETERS}]


class Letter(pydantic.BaseModel):
    """The structured output that is asked for."""

    text: str


LETTER = Letter(text=PROMPT)
