r"""Convert LaTeX to a line of Unicode for screen readers and terminals: `\frac{\partial v}{\partial a}` → ∂v/∂a."""

from __future__ import annotations

import re
import unicodedata

SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "epsilon": "ε", "varepsilon": "ε",
    "eta": "η", "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "Sigma": "Σ",
    "tau": "τ", "phi": "φ", "varphi": "φ", "omega": "ω", "ell": "ℓ", "partial": "∂", "nabla": "∇",
    "cdot": "·", "times": "×", "circ": "∘", "odot": "∘", "pm": "±", "mp": "∓", "div": "÷", "ast": "*", "star": "*",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "~", "equiv": "≡",
    "ll": "≪", "gg": "≫", "propto": "∝", "in": "∈", "notin": "∉", "subset": "⊂", "infty": "∞", "forall": "∀",
    "to": "→", "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "mapsto": "↦", "implies": "⇒", "iff": "⇔",
    "sum": "Σ", "prod": "Π", "int": "∫", "prime": "′", "top": "T", "intercal": "T", "mid": "|", "vert": "|",
    "lVert": "‖", "rVert": "‖", "Vert": "‖", "|": "‖", "langle": "⟨", "rangle": "⟩", "lbrace": "{", "rbrace": "}",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "dots": "…", "ldots": "…", "cdots": "⋯", "vdots": "⋮",
    "quad": "  ", "qquad": "    ", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "%": "%", "#": "#", "&": "&",
    "{": "{", "}": "}", "_": "_", "$": "$", "\\": "; ", "left": "", "right": "", "big": "", "Big": "", "bigl": "",
    "bigr": "", "displaystyle": "", "limits": "", "colon": ":", "degree": "°", "checkmark": "✓",
}  # fmt: skip
NAMES = ("sin", "cos", "tan", "tanh", "exp", "ln", "log", "max", "min", "arg", "argmax", "argmin", "det", "rank", "mod")
FONTS = ("mathrm", "text", "textbf", "textit", "mathbf", "boldsymbol", "mathit", "mathcal", "operatorname", "mathsf")
BLACKBOARD = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "E": "𝔼", "P": "ℙ", "1": "1"}
ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0304",
    "tilde": "\u0303",
    "vec": "\u20d7",
    "dot": "\u0307",
}
RAISED = dict(zip("0123456789+-−=()abcdefghijklmnoprstuvwxyzTBLW′*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴮᴸᵂ′*"))
LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"))
# A space after these matters to TeX only.
TIGHT = re.compile(r"(\\(?:partial|nabla|pm|mp))\s+")
ALIGNED = re.compile(r"&(?=\s*[=≤<>])")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|\s+|[^\\{}^_\s]", re.DOTALL)
LETTERS = {"-": "−", "'": "′", "&": ", "}
PRODUCT = ("(", "[", "\\sum", "\\left")
FRACTIONS = ("frac", "dfrac", "tfrac")
# Operands that need no brackets in a fraction: a name, a number, a ∂-term, a bracketed term.
ATOM = re.compile(r"^(?:∂?[²³]?\s?[^\W\d][\w′⁽⁾\u0300-\u036f]*|\d+(?:\.\d+)?|\([^()]*\))$")


class NoPlainForm(ValueError):
    """A LaTeX command without a plain form."""


def plain_math(latex: str) -> str:
    """Return `latex`, which has no dollar signs, as plain text.

    Raises:
        NoPlainForm: it uses a command outside the tables above.
    """
    text, rest = _sequence(TOKEN.findall(TIGHT.sub(r"\1{}", ALIGNED.sub("", latex))), closing=False)
    if rest:
        raise NoPlainForm("a closing brace without its opening one")
    return unicodedata.normalize("NFC", re.sub(r" {2,}", " ", text).strip())


def _sequence(tokens: list[str], closing: bool) -> tuple[str, list[str]]:
    """Return the plain text up to the closing brace (if `closing`) or the end, and the tokens after it."""
    pieces: list[str] = []
    while tokens:
        if tokens[0] == "}":
            return "".join(pieces), tokens[1:] if closing else tokens
        piece, tokens = _item(tokens)
        pieces.append(piece)
    if closing:
        raise NoPlainForm("an opening brace without its closing one")
    return "".join(pieces), []


def _item(tokens: list[str]) -> tuple[str, list[str]]:
    """Return one symbol, command, group or script as text, and the tokens after it."""
    token, rest = tokens[0], tokens[1:]
    if token == "{":
        return _sequence(rest, closing=True)
    if token in "^_":
        body, rest = _argument(rest)
        return _script(token, body), rest
    if token.startswith("\\"):
        return _command(token[1:], rest)
    return (" " if token.isspace() else LETTERS.get(token, token)), rest


def _command(name: str, rest: list[str]) -> tuple[str, list[str]]:
    if name in FRACTIONS:
        upper, rest = _argument(rest)
        lower, rest = _argument(rest)
        text = f"{_bracketed(upper)}/{_bracketed(lower)}"
        return (f"({text})" if rest and (rest[0][0].isalpha() or rest[0] in PRODUCT) else text), rest
    if name in ("begin", "end"):
        return ("[" if name == "begin" else "]"), _argument(rest)[1]
    if name == "sqrt":
        body, rest = _argument(rest)
        return (f"√{body}" if len(body) == 1 else f"√({body})"), rest
    if name in (*FONTS, "mathbb", *ACCENTS):
        body, rest = _argument(rest)
        if name == "mathbb":
            return BLACKBOARD.get(body, body), rest
        return (body + ACCENTS[name] if name in ACCENTS else body), rest
    if name in NAMES:
        return name, rest
    if name not in SYMBOLS:
        raise NoPlainForm(f"\\{name}")
    return SYMBOLS[name], rest


def _argument(tokens: list[str]) -> tuple[str, list[str]]:
    while tokens and tokens[0].isspace():
        tokens = tokens[1:]
    if not tokens:
        raise NoPlainForm("a command without its argument")
    body, rest = _item(tokens)
    return body.strip(), rest


def _script(mark: str, body: str) -> str:
    """Return a superscript or subscript, in raised or lowered characters if Unicode has them all."""
    if body in ("′", "′′") and mark == "^":
        return body
    table = RAISED if mark == "^" else LOWERED
    if all(letter in table for letter in body):
        return "".join(table[letter] for letter in body)
    return f"{mark}{body}" if re.fullmatch(r"\w+", body) else f"{mark}({body})"


def _bracketed(text: str) -> str:
    return text if ATOM.match(text) else f"({text})"
