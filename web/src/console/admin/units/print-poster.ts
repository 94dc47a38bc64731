interface Poster {
  name: string;
  address: string;
  /** Data URL of the code. */
  picture: string;
}

/** Prints one sheet with the code, from a frame of its own, so that nothing else of the page is on the paper. */
export function printPoster({ name, address, picture }: Poster): void {
  const frame = document.createElement('iframe');
  frame.className = 'visually-hidden';
  frame.title = '打印';
  frame.setAttribute('aria-hidden', 'true');
  frame.addEventListener('load', () => {
    const page = frame.contentDocument!;
    const add = (tag: 'h1' | 'p', text: string, style: string) => {
      const line = page.createElement(tag);
      line.textContent = text;
      line.style.cssText = style;
      page.body.append(line);
    };
    page.title = `${name} 诉求登记`;
    page.body.style.cssText = 'margin: 24mm 16mm; text-align: center; font-family: sans-serif';
    add('h1', name, 'font-size: 28pt');
    add('p', '有诉求建议，扫一扫', 'font-size: 20pt');
    const code = page.createElement('img');
    code.alt = '';
    code.style.cssText = 'width: 100mm; image-rendering: pixelated';
    code.addEventListener('load', () => {
      frame.contentWindow!.addEventListener('afterprint', () => frame.remove());
      frame.contentWindow!.print();
    });
    code.src = picture;
    page.body.append(code);
    add('p', '不用登录，三步登记，全程可查', 'font-size: 16pt');
    add('p', address, 'font-size: 11pt; overflow-wrap: anywhere');
  });
  document.body.append(frame);
}
