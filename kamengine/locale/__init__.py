"""Chinese and English, equal: messages in the reader's language, and values as people write them.

`Messages` translates; `kamengine.locale.display` writes numbers, dates, quantities and text from data for people.
"""

from kamengine.locale.choice import Language, choose_language
from kamengine.locale.messages import Messages, our_words

__all__ = ["Language", "Messages", "choose_language", "our_words"]
