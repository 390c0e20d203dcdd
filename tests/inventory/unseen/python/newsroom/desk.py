from newsroom import complete

FAST = "gpt-4o-mini"


def correct(text):
    return complete([{"role": "user", "content": text}], model=FAST)


def translate(text, language):
    return complete(
        [{"role": "user", "content": f"Into {language}: {text}"}],
        model="gpt-4o",
        max_tokens=900,
    )
